package org.wufei.ui.doors

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.wufei.app.DoorRow
import org.wufei.app.DoorsView
import org.wufei.app.TurfsEvent
import org.wufei.ui.control.Mark
import org.wufei.ui.control.Press
import org.wufei.ui.control.PressRow
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Small
import org.wufei.ui.look.Look
import org.wufei.ui.look.Sign
import org.wufei.ui.look.Signs

/** The doors of a turf, which the title names, in the order of the walk. */
@Composable
fun DoorsScreen(view: DoorsView, send: (TurfsEvent) -> Unit) {
    if (view.progress.isNotEmpty()) Text(view.progress, style = Look.lead)
    view.loading?.let { Quiet(it) }
    if (view.doors.isNotEmpty()) Rows(view.doors) { row ->
        if (row.openLabel == null) Face(row, next = false)
        else PressRow(onPress = { send(TurfsEvent.DoorPicked(row.door)) }) { Face(row, row.door == view.next) }
    }
    Press(view.proposeLabel, Modifier.fillMaxWidth()) { send(TurfsEvent.OpenProposal) }
}

/** Where the walk goes on has an edge, and its word to open it is bold. */
@Composable
private fun Face(row: DoorRow, next: Boolean) = Row(
    Modifier.fillMaxWidth()
        .background(if (row.outcome != null) Look.palette.leafPale else Look.palette.sheet)
        .then(if (next) Modifier.border(3.dp, Look.palette.leaf) else Modifier)
        .padding(horizontal = Look.measure.gap, vertical = 12.dp),
    Arrangement.spacedBy(12.dp),
    Alignment.CenterVertically,
) {
    Sign(Signs.of(row.outcome), tint = if (row.outcome != null) Look.palette.leaf else Look.palette.edge)
    Column(Modifier.weight(1f), Arrangement.spacedBy(2.dp)) {
        Text(row.label, style = Look.strong)
        Small(row.stateWord)
        FlowRow(horizontalArrangement = Arrangement.spacedBy(6.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
            row.unsentWord?.let { Mark(it) }
            row.pairWord?.let { Mark(it) }
        }
        if (next) row.openLabel?.let { Text(it, style = Look.strong, color = Look.palette.leafDeep) }
    }
    if (row.openLabel != null) Sign(Signs.onward, tint = Look.palette.leafDeep)
}
