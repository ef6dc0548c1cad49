package org.wufei.ui.settings

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.defaultMinSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Surface
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.unit.dp
import org.wufei.app.EnrolmentView
import org.wufei.app.SettingsEvent
import org.wufei.app.SettingsView
import org.wufei.ui.control.Choice
import org.wufei.ui.control.Field
import org.wufei.ui.control.Heading
import org.wufei.ui.control.Key
import org.wufei.ui.control.Panel
import org.wufei.ui.control.Press
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Round
import org.wufei.ui.control.Section
import org.wufei.ui.control.Small
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look

/** Language, elder mode, and who the device belongs to. */
@Composable
fun SettingsScreen(view: SettingsView, send: (SettingsEvent) -> Unit) {
    Section(view.languageHeading) {
        Choice(view.languages) { key, place -> Key(key.label, key.selected, place) { send(SettingsEvent.LanguagePicked(key.language)) } }
    }
    ElderSwitch(view, send)
    Panel {
        Heading(view.enrolmentHeading)
        when (val enrolment = view.enrolment) {
            is EnrolmentView.Done -> Done(enrolment, send)
            is EnrolmentView.Ask -> Ask(enrolment, send)
        }
    }
    Column {
        Small(view.serverLabel)
        Text(view.server)
    }
    Small(view.about)
}

@Composable
private fun ElderSwitch(view: SettingsView, send: (SettingsEvent) -> Unit) = Surface(
    shape = Round, color = Look.palette.sheet, contentColor = Look.palette.ink, border = BorderStroke(1.dp, Look.palette.line),
) {
    Row(
        Modifier.fillMaxWidth().clip(Round)
            .toggleable(view.elder, role = Role.Switch) { send(SettingsEvent.ElderPicked(it)) }
            .defaultMinSize(minHeight = Look.measure.target).padding(Look.measure.gap),
        Arrangement.spacedBy(12.dp),
        Alignment.CenterVertically,
    ) {
        Column(Modifier.weight(1f)) {
            Text(view.elderLabel, style = Look.strong)
            Small(view.elderHint)
        }
        // The row is the switch; this is its picture.
        Switch(view.elder, onCheckedChange = null, modifier = Modifier.clearAndSetSemantics {})
    }
}

@Composable
private fun Done(enrolment: EnrolmentView.Done, send: (SettingsEvent) -> Unit) {
    Text(enrolment.role, style = Look.lead)
    Text(enrolment.label)
    Quiet(enrolment.community)
    Press(enrolment.leaveLabel, Modifier.fillMaxWidth()) { send(SettingsEvent.LeavePicked) }
}

@Composable
private fun Ask(enrolment: EnrolmentView.Ask, send: (SettingsEvent) -> Unit) {
    Text(enrolment.text)
    Field(enrolment.fieldLabel, enrolment.typed, problem = enrolment.problem, onDone = { send(SettingsEvent.Enrol) }) { send(SettingsEvent.CodeTyped(it)) }
    Small(enrolment.fieldHint)
    Press(enrolment.enrolLabel, Modifier.fillMaxWidth(), Weight.MAIN, enabled = !enrolment.busy) { send(SettingsEvent.Enrol) }
}
