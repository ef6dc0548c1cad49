package org.wufei.ui.control

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.defaultMinSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.LocalTextStyle
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.alpha
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsPropertyKey
import androidx.compose.ui.semantics.SemanticsPropertyReceiver
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.selected
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import org.wufei.ui.look.Look
import org.wufei.ui.look.Sign
import org.wufei.ui.look.Signs

/** How heavy a button weighs, to whoever inspects a picture; a screen has at most one [Weight.MAIN]. */
val Weighs = SemanticsPropertyKey<Weight>("Weighs")
private var SemanticsPropertyReceiver.weighs by Weighs

val Round = RoundedCornerShape(12.dp)

/** How a button looks: filled, with an edge, or the word alone. */
enum class Weight { MAIN, SIDE, PLAIN }

/** A button with a word, and perhaps a drawing beside it. */
@Composable
fun Press(label: String, modifier: Modifier = Modifier, weight: Weight = Weight.SIDE, sign: ImageVector? = null, enabled: Boolean = true, onPress: () -> Unit) {
    val palette = Look.palette
    val (fill, ink) = when (weight) {
        Weight.MAIN -> palette.leaf to palette.onLeaf
        Weight.SIDE -> palette.sheet to palette.ink
        Weight.PLAIN -> Color.Transparent to palette.leafDeep
    }
    Surface(
        onClick = onPress,
        modifier = modifier.defaultMinSize(Look.measure.target, Look.measure.target).alpha(if (enabled) 1f else 0.7f).semantics {
            role = Role.Button
            weighs = weight
        },
        enabled = enabled,
        shape = Round,
        color = fill,
        contentColor = ink,
        border = if (weight == Weight.SIDE) BorderStroke(1.dp, palette.edge) else null,
    ) {
        Face(label, sign, PaddingValues(horizontal = if (weight == Weight.PLAIN) 8.dp else 16.dp, vertical = 10.dp), if (weight == Weight.MAIN) FontWeight.Bold else FontWeight.Medium)
    }
}

@Composable
private fun Face(label: String, sign: ImageVector?, padding: PaddingValues, weight: FontWeight) {
    Row(Modifier.padding(padding), Arrangement.spacedBy(8.dp, Alignment.CenterHorizontally), Alignment.CenterVertically) {
        sign?.let { Sign(it) }
        Text(label, Modifier.weight(1f, fill = false), style = Look.text.copy(fontWeight = weight, lineHeight = Look.text.fontSize * 1.3), textAlign = TextAlign.Center)
    }
}

/** One of several to choose from: the chosen one has a tick, a thicker edge and a paler ground. */
@Composable
fun Key(label: String, selected: Boolean, modifier: Modifier = Modifier, sign: ImageVector? = null, detail: String? = null, onPress: () -> Unit) {
    val palette = Look.palette
    Surface(
        onClick = onPress,
        modifier = modifier.defaultMinSize(Look.measure.target, Look.measure.target).semantics {
            role = Role.RadioButton
            this.selected = selected
        },
        shape = Round,
        color = if (selected) palette.leafPale else palette.sheet,
        contentColor = if (selected) palette.leafDeep else palette.ink,
        border = if (selected) BorderStroke(2.dp, palette.leaf) else BorderStroke(1.dp, palette.edge),
    ) {
        Column(Modifier.padding(10.dp), Arrangement.Center, Alignment.CenterHorizontally) {
            Row(horizontalArrangement = Arrangement.spacedBy(6.dp), verticalAlignment = Alignment.CenterVertically) {
                if (selected) Sign(Signs.check, 24.dp) else sign?.let { Sign(it) }
                Text(label, Modifier.weight(1f, fill = false), style = Look.strong, textAlign = TextAlign.Center)
            }
            detail?.let { Text(it, style = Look.small, color = if (selected) palette.leafDeep else palette.soft, textAlign = TextAlign.Center) }
        }
    }
}

/** A row of a list that opens something. */
@Composable
fun PressRow(modifier: Modifier = Modifier, onPress: () -> Unit, content: @Composable () -> Unit) {
    Surface(
        onClick = onPress,
        modifier = modifier.defaultMinSize(minHeight = Look.measure.target).semantics { role = Role.Button },
        color = Color.Transparent,
        contentColor = Look.palette.ink,
    ) { CompositionLocalProvider(LocalTextStyle provides Look.text, content = content) }
}
