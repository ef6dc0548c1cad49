package org.wufei.ui.control

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.defaultMinSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.text.BasicTextField
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextRange
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.TextFieldValue
import androidx.compose.ui.unit.dp
import org.wufei.app.Tone
import org.wufei.ui.look.Look
import org.wufei.ui.look.Sign
import org.wufei.ui.look.Signs

/**
 * The words come from the core, a moment after a key. Meanwhile a keyboard composes (pinyin before it
 * becomes 牛奶盒) and moves the cursor; without this buffer every late view would undo that.
 *
 * It keeps cursor and composition, and what was raised and not yet echoed. A view that says anything
 * else than an echo wins.
 */
class TypedBuffer(typed: String) {
    var value by mutableStateOf(TextFieldValue(typed, TextRange(typed.length)))
        private set
    private val raised = ArrayDeque<String>()

    fun onKey(next: TextFieldValue, raise: (String) -> Unit) {
        val changed = next.text != value.text
        value = next
        if (changed) {
            raised += next.text
            raise(next.text)
        }
    }

    fun onView(typed: String) {
        val echo = raised.indexOf(typed)
        if (echo >= 0) repeat(echo + 1) { raised.removeFirst() } else raised.clear()
        if (raised.isEmpty() && value.text != typed) value = TextFieldValue(typed, TextRange(typed.length))
    }
}

/** A field with its label above it, [beside] at the label's end, and what is wrong with it below. */
@Composable
fun Field(
    label: String,
    typed: String,
    modifier: Modifier = Modifier,
    hint: String? = null,
    problem: String? = null,
    keyboard: KeyboardType = KeyboardType.Text,
    action: ImeAction = ImeAction.Done,
    onDone: () -> Unit = {},
    beside: (@Composable () -> Unit)? = null,
    onTyped: (String) -> Unit,
) {
    val buffer = remember { TypedBuffer(typed) }
    LaunchedEffect(typed) { buffer.onView(typed) }
    val palette = Look.palette
    Column(modifier, verticalArrangement = Arrangement.spacedBy(6.dp)) {
        // The field itself carries the label for the screen reader.
        FlowRow(
            Modifier.fillMaxWidth().then(if (beside != null) Modifier.defaultMinSize(minHeight = Look.measure.target) else Modifier),
            horizontalArrangement = Arrangement.SpaceBetween,
            itemVerticalAlignment = Alignment.CenterVertically,
        ) {
            Text(label, Modifier.clearAndSetSemantics {}, style = Look.strong)
            beside?.invoke()
        }
        BasicTextField(
            value = buffer.value,
            onValueChange = { buffer.onKey(it, onTyped) },
            modifier = Modifier.fillMaxWidth().semantics {
                contentDescription = label
                problem?.let { error(it) }
            },
            textStyle = Look.text.copy(color = palette.ink),
            singleLine = true,
            keyboardOptions = KeyboardOptions(keyboardType = keyboard, imeAction = action),
            keyboardActions = KeyboardActions(onAny = { onDone() }),
            cursorBrush = SolidColor(palette.leaf),
            decorationBox = { inner ->
                Box(
                    Modifier.fillMaxWidth().defaultMinSize(minHeight = Look.measure.target)
                        .background(palette.sheet, Round)
                        .border(if (problem != null) 2.dp else 1.dp, if (problem != null) palette.warn else palette.edge, Round)
                        .padding(horizontal = 12.dp, vertical = 10.dp),
                    Alignment.CenterStart,
                ) {
                    if (hint != null && buffer.value.text.isEmpty()) Text(hint, color = palette.soft)
                    inner()
                }
            },
        )
        problem?.let { Problem(it) }
    }
}

/** What is wrong, with a drawing and a word; read out when it comes. */
@Composable
fun Problem(text: String) {
    Row(Modifier.semantics { liveRegion = LiveRegionMode.Assertive }, Arrangement.spacedBy(8.dp)) {
        Sign(Signs.of(Tone.PROBLEM), tint = Look.palette.warn)
        Text(text, style = Look.strong, color = Look.palette.warn)
    }
}
