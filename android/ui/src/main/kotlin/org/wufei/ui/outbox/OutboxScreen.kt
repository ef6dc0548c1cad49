package org.wufei.ui.outbox

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import org.wufei.app.OutboxEvent
import org.wufei.app.OutboxRow
import org.wufei.app.OutboxView
import org.wufei.ui.control.Ends
import org.wufei.ui.control.Panel
import org.wufei.ui.control.Press
import org.wufei.ui.control.Problem
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Section
import org.wufei.ui.control.Small
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look
import org.wufei.ui.look.Signs

/** What waits to be sent, and what the server refused. */
@Composable
fun OutboxScreen(view: OutboxView, send: (OutboxEvent) -> Unit) {
    Panel {
        Text(view.waitingLine, style = Look.lead)
        view.lastLine?.let { Text(it, Modifier.semantics { liveRegion = LiveRegionMode.Polite }, color = Look.palette.soft) }
        Press(view.actionLabel, Modifier.fillMaxWidth(), Weight.MAIN) { send(if (view.running) OutboxEvent.StopSync else OutboxEvent.SyncNow) }
    }
    view.empty?.let { Quiet(it) }
    Records(view.attentionHeading, view.attention, send) {
        view.exportLabel?.let { Press(it, Modifier.fillMaxWidth(), sign = Signs.share) { send(OutboxEvent.Export) } }
    }
    Records(view.waitingHeading, view.rows, send)
}

@Composable
private fun Records(heading: String, rows: List<OutboxRow>, send: (OutboxEvent) -> Unit, below: @Composable () -> Unit = {}) {
    if (rows.isEmpty()) return
    Section(heading) {
        Rows(rows) { Record(it, send) }
        below()
    }
}

@Composable
private fun Record(row: OutboxRow, send: (OutboxEvent) -> Unit) = Ends {
    Column {
        Text(row.what)
        Small(row.moment)
        row.problem?.let { Problem(it) }
    }
    row.withdrawLabel?.let { Press(it, weight = Weight.PLAIN, sign = Signs.close) { send(OutboxEvent.Withdraw(row.record)) } }
}
