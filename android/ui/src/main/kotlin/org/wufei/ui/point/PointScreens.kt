package org.wufei.ui.point

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import org.wufei.app.LogView
import org.wufei.app.MendView
import org.wufei.app.PointEvent
import org.wufei.app.ReviewView
import org.wufei.app.ShiftView
import org.wufei.ui.control.Heading
import org.wufei.ui.control.Panel
import org.wufei.ui.control.Press
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Section
import org.wufei.ui.control.Small
import org.wufei.ui.control.Weight
import org.wufei.ui.household.Figure
import org.wufei.ui.look.Look

/** The recycling point before the shift is open. */
@Composable
fun ShiftScreen(view: ShiftView, send: (PointEvent) -> Unit) {
    Panel {
        Heading(view.pointName)
        Quiet(view.hours)
        Text(view.text)
        view.openLabel?.let { Press(it, Modifier.fillMaxWidth(), Weight.MAIN) { send(PointEvent.OpenShift) } }
    }
    Press(view.logLabel, Modifier.fillMaxWidth(), Weight.PLAIN) { send(PointEvent.OpenLog) }
}

/** What will be logged, before it is. */
@Composable
fun ReviewScreen(view: ReviewView, send: (PointEvent) -> Unit) {
    Column {
        Text(view.household, style = Look.lead)
        Quiet(view.cardNumber)
    }
    Rows(view.lines) { Line(it) }
    Figure(view.totalLabel, view.total)
    Figure(view.estimateLabel, view.estimate, strong = true)
    Small(view.estimateHint)
    Press(view.confirmLabel, Modifier.fillMaxWidth(), Weight.MAIN) { send(PointEvent.Confirm) }
    Press(view.editLabel, Modifier.fillMaxWidth()) { send(PointEvent.Edit) }
}

/** What was logged here. */
@Composable
fun LogScreen(view: LogView, send: (PointEvent) -> Unit) {
    view.empty?.let { Quiet(it) }
    if (view.rows.isNotEmpty()) Rows(view.rows) { row -> Logged(row) { send(PointEvent.MendPicked(row.dropOff)) } }
    Press(view.closeLabel, Modifier.fillMaxWidth()) { send(PointEvent.CloseLog) }
}

/** Why a drop-off is taken back. */
@Composable
fun MendScreen(view: MendView, send: (PointEvent) -> Unit) {
    Rows(listOf(view.row)) { Logged(it) }
    Section(view.question) {
        Quiet(view.hint)
        view.reasons.forEach { key ->
            Press(key.label, Modifier.fillMaxWidth()) { send(PointEvent.MendConfirmed(key.reason)) }
        }
    }
    Press(view.cancelLabel, Modifier.fillMaxWidth(), Weight.PLAIN) { send(PointEvent.MendCancelled) }
}
