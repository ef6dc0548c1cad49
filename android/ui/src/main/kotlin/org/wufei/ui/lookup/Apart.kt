package org.wufei.ui.lookup

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.drawBehind
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.wufei.app.ApartBranch
import org.wufei.app.ApartPiece
import org.wufei.app.ApartView
import org.wufei.ui.control.Heading
import org.wufei.ui.control.Panel
import org.wufei.ui.look.Look

/** A thing taken apart: its name, and a branch a piece. */
@Composable
internal fun Apart(name: String, view: ApartView) = Panel {
    Heading(view.heading)
    Column {
        Text(name, style = Look.strong)
        Branches(view.pieces) { Piece(it) }
    }
}

@Composable
private fun Piece(piece: ApartPiece) {
    val only = piece.branches.singleOrNull()?.takeIf { it.condition == null }
    if (only != null) Branch(piece.name, only) else Column {
        Text(piece.name, style = Look.strong)
        Branches(piece.branches) { Branch(it.condition, it) }
    }
}

/** Name or condition and bin, read in one breath; the bin falls below where there is no room for both. */
@Composable
private fun Branch(name: String?, branch: ApartBranch) = FlowRow(
    Modifier.fillMaxWidth().semantics(mergeDescendants = true) {},
    Arrangement.spacedBy(8.dp), Arrangement.spacedBy(4.dp), itemVerticalAlignment = Alignment.CenterVertically,
) {
    name?.let { Text(it) }
    Bin(branch.binLine, branch.colour)
}

/** Rows that hang on a line; the line is only drawn, no reader meets it. */
@Composable
private fun <T> Branches(items: List<T>, row: @Composable (T) -> Unit) = Column {
    val line = Look.palette.edge
    // Large letters need the room.
    val (at, words) = if (Look.large) 4.dp to 16.dp else 8.dp to 28.dp
    items.forEachIndexed { index, item ->
        val last = index == items.lastIndex
        Box(
            Modifier.fillMaxWidth().drawBehind {
                val (x, middle) = at.toPx() to 22.dp.toPx().coerceAtMost(size.height / 2)
                drawLine(line, Offset(x, 0f), Offset(x, if (last) middle else size.height), 2.dp.toPx())
                drawLine(line, Offset(x, middle), Offset(words.toPx() - at.toPx(), middle), 2.dp.toPx())
            }.padding(start = words, top = 4.dp, bottom = 4.dp),
        ) { row(item) }
    }
}
