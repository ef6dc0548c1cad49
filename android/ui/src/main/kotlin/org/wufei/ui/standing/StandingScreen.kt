package org.wufei.ui.standing

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.wufei.app.StandingRow
import org.wufei.app.StandingView
import org.wufei.ui.control.Mark
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Section
import org.wufei.ui.control.Small
import org.wufei.ui.look.Look

/** How the villages stand: a row a village, read out as one. */
@Composable
fun StandingScreen(view: StandingView) {
    view.asOfLine?.let { Small(it) }
    view.empty?.let { Quiet(it) }
    Text(view.howLine)
    if (view.rows.isNotEmpty()) Rows(view.rows) { Village(it) }
    if (view.suppressed.isNotEmpty()) Section(view.suppressedHeading) {
        Rows(view.suppressed) { row ->
            Column(Modifier.fillMaxWidth().padding(Look.measure.gap, 12.dp)) {
                Text(row.name, style = Look.strong)
                Quiet(row.why)
            }
        }
    }
}

@Composable
private fun Village(row: StandingRow) = Column(
    Modifier.fillMaxWidth().background(if (row.own) Look.palette.leafPale else Look.palette.sheet)
        .padding(Look.measure.gap, 12.dp).semantics(mergeDescendants = true) {},
) {
    FlowRow(horizontalArrangement = Arrangement.spacedBy(12.dp), itemVerticalAlignment = Alignment.CenterVertically) {
        Text(row.rank, style = Look.strong, color = Look.palette.leafDeep)
        Text(row.name, style = Look.strong)
        row.ownWord?.let { Mark(it) }
    }
    Text(row.perHousehold)
    Small(row.participation)
}
