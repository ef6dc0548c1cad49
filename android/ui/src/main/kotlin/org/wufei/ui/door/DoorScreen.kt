package org.wufei.ui.door

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import org.wufei.app.DoorView
import org.wufei.app.ScriptView
import org.wufei.app.TurfsEvent
import org.wufei.ui.control.Heading
import org.wufei.ui.control.Key
import org.wufei.ui.control.Keys
import org.wufei.ui.control.Panel
import org.wufei.ui.control.Press
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Section
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look
import org.wufei.ui.look.Signs

/** One door: the outcome, the script after it, what happened here before. */
@Composable
fun DoorScreen(view: DoorView, send: (TurfsEvent) -> Unit) {
    Text(view.label, Modifier.semantics { heading() }, style = Look.title)
    Text(view.question)
    view.outcomes.chunked(2).forEach { pair ->
        Keys {
            pair.forEach { key ->
                Key(key.label, key.selected, Modifier.weight(1f), Signs.of(key.outcome)) { send(TurfsEvent.OutcomeTapped(key.outcome)) }
            }
        }
    }
    view.script?.let { Script(it, send) }
    Section(view.historyHeading) {
        view.historyEmpty?.let { Quiet(it) }
        if (view.history.isNotEmpty()) Rows(view.history) { row -> Visit(row) { send(TurfsEvent.VoidPicked(row.visit)) } }
    }
}

@Composable
private fun Script(view: ScriptView, send: (TurfsEvent) -> Unit) = Panel {
    Heading(view.heading)
    view.questions.forEach { asked ->
        Text(asked.text)
        Keys {
            asked.choices.forEach { key ->
                Key(key.label, key.selected, Modifier.weight(1f)) { send(TurfsEvent.AnswerPicked(asked.question, key.choice)) }
            }
        }
    }
    Press(view.saveLabel, Modifier.fillMaxWidth(), Weight.MAIN) { send(TurfsEvent.SaveVisit) }
}
