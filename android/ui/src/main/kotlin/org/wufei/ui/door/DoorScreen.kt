package org.wufei.ui.door

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import org.wufei.app.DoorView
import org.wufei.app.ScriptView
import org.wufei.app.TurfsEvent
import org.wufei.ui.control.Choice
import org.wufei.ui.control.Heading
import org.wufei.ui.control.Key
import org.wufei.ui.control.Panel
import org.wufei.ui.control.Press
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Section
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Signs
import org.wufei.ui.photo.Album
import org.wufei.ui.photo.Photos

/** One door, which the title names: the outcome, the script after it, its photos, what happened here before. */
@Composable
fun DoorScreen(view: DoorView, album: Album, send: (TurfsEvent) -> Unit) {
    Section(view.question) {
        Choice(view.outcomes, across = 2) { key, place ->
            Key(key.label, key.selected, place, Signs.of(key.outcome)) { send(TurfsEvent.OutcomeTapped(key.outcome)) }
        }
    }
    view.script?.let { Script(it, send) }
    view.photos?.let { photos ->
        Photos(photos, album, add = { send(TurfsEvent.AddPhoto) }) { send(TurfsEvent.RemovePhoto(it)) }
    }
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
        Choice(asked.choices, across = 2) { key, place ->
            Key(key.label, key.selected, place) { send(TurfsEvent.AnswerPicked(asked.question, key.choice)) }
        }
    }
    Press(view.saveLabel, Modifier.fillMaxWidth(), Weight.MAIN) { send(TurfsEvent.SaveVisit) }
}
