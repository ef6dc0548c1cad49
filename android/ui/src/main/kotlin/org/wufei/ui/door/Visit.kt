package org.wufei.ui.door

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.style.TextDecoration
import androidx.compose.ui.unit.dp
import org.wufei.app.ProposalView
import org.wufei.app.TurfsEvent
import org.wufei.app.VisitRow
import org.wufei.app.VoidView
import org.wufei.ui.control.Ends
import org.wufei.ui.control.Field
import org.wufei.ui.control.Mark
import org.wufei.ui.control.Press
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Section
import org.wufei.ui.control.Small
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look

/** A visit of a door; it can be voided where the core says so and [void] is given. */
@Composable
fun Visit(row: VisitRow, void: (() -> Unit)? = null) = Ends {
    Column(verticalArrangement = Arrangement.spacedBy(2.dp)) {
        Text(row.outcomeWord, style = Look.strong.copy(textDecoration = if (row.voidWord != null) TextDecoration.LineThrough else null))
        Small(row.byWord)
        Small(row.moment)
        row.unsentWord?.let { Mark(it) }
        row.voidWord?.let { Mark(it) }
        row.pairWord?.let { Mark(it) }
    }
    val label = row.voidLabel
    if (label != null && void != null) Press(label, weight = Weight.PLAIN, onPress = void)
}

/** Why a visit does not count. */
@Composable
fun VisitVoidScreen(view: VoidView, send: (TurfsEvent) -> Unit) {
    Rows(listOf(view.row)) { Visit(it) }
    Section(view.question) {
        Quiet(view.hint)
        view.reasons.forEach { key ->
            Press(key.label, Modifier.fillMaxWidth()) { send(TurfsEvent.VoidConfirmed(key.reason)) }
        }
    }
    Press(view.cancelLabel, Modifier.fillMaxWidth(), Weight.PLAIN) { send(TurfsEvent.VoidCancelled) }
}

/** A door that is missing on the list. */
@Composable
fun ProposalScreen(view: ProposalView, send: (TurfsEvent) -> Unit) {
    Text(view.text)
    Field(view.fieldLabel, view.typed, problem = view.problem, onDone = { send(TurfsEvent.SendProposal) }) { send(TurfsEvent.ProposalTyped(it)) }
    Small(view.fieldHint)
    Press(view.sendLabel, Modifier.fillMaxWidth(), Weight.MAIN) { send(TurfsEvent.SendProposal) }
    Press(view.cancelLabel, Modifier.fillMaxWidth(), Weight.PLAIN) { send(TurfsEvent.CancelProposal) }
}
