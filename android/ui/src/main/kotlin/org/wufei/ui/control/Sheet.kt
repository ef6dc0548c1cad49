package org.wufei.ui.control

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.FlowRowScope
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.wufei.ui.look.Look

/** A heading of a part of the screen. */
@Composable
fun Heading(text: String) = Text(text, Modifier.semantics { heading() }, style = Look.strong)

/** A white sheet with things of one kind on it. */
@Composable
fun Panel(modifier: Modifier = Modifier, content: @Composable ColumnScope.() -> Unit) = Column(
    modifier.fillMaxWidth().background(Look.palette.sheet, Round).border(1.dp, Look.palette.line, Round).padding(Look.measure.gap),
    Arrangement.spacedBy(12.dp),
    content = content,
)

/** A heading and what stands below it. */
@Composable
fun Section(heading: String, content: @Composable ColumnScope.() -> Unit) = Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(12.dp)) {
    Heading(heading)
    content()
}

/** A list on one sheet, a thin line between its rows. */
@Composable
fun <T> Rows(items: List<T>, row: @Composable (T) -> Unit) = Column(
    Modifier.fillMaxWidth().clip(Round).background(Look.palette.sheet).border(1.dp, Look.palette.line, Round),
) {
    items.forEachIndexed { index, item ->
        if (index > 0) HorizontalDivider(color = Look.palette.line)
        row(item)
    }
}

/** A row's two ends; the second falls below the first where there is no room for both. */
@Composable
fun Ends(modifier: Modifier = Modifier, content: @Composable FlowRowScope.() -> Unit) = FlowRow(
    modifier.fillMaxWidth().padding(horizontal = Look.measure.gap, vertical = 12.dp),
    horizontalArrangement = Arrangement.SpaceBetween,
    verticalArrangement = Arrangement.spacedBy(4.dp),
    itemVerticalAlignment = Alignment.CenterVertically,
    content = content,
)

/** Things of one kind in rows of [across], each as high as its neighbours, the last row as wide as the others; large letters stand one below the other. */
@Composable
fun <T> Grid(items: List<T>, across: Int, cell: @Composable (T, Modifier) -> Unit) {
    val columns = if (Look.large) 1 else across
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) {
        for (row in items.chunked(columns)) {
            Row(Modifier.fillMaxWidth().height(IntrinsicSize.Min), Arrangement.spacedBy(8.dp)) {
                for (item in row) cell(item, Modifier.weight(1f).fillMaxHeight())
            }
        }
    }
}

/** Keys to choose one of; as many beside each other as there are, three at most. */
@Composable
fun <T> Choice(items: List<T>, across: Int = items.size.coerceIn(1, 3), key: @Composable (T, Modifier) -> Unit) =
    Box(Modifier.selectableGroup()) { Grid(items, across, key) }

/** A word that wants to be seen. */
@Composable
fun Mark(text: String) = Text(
    text,
    Modifier.background(Look.palette.sunPale, RoundedCornerShape(6.dp)).padding(horizontal = 8.dp, vertical = 1.dp),
    style = Look.small,
    color = Look.palette.sunInk,
)

/** What stands at a row's end: to the right, or, of large letters, below and to the left. */
@Composable
fun EndColumn(content: @Composable ColumnScope.() -> Unit) = Column(
    verticalArrangement = Arrangement.spacedBy(4.dp),
    horizontalAlignment = if (Look.large) Alignment.Start else Alignment.End,
    content = content,
)

@Composable
fun Quiet(text: String) = Text(text, color = Look.palette.soft)

@Composable
fun Small(text: String) = Text(text, style = Look.small, color = Look.palette.soft)
