package org.wufei.ui.settings

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import org.wufei.app.LeaveView
import org.wufei.app.SettingsEvent
import org.wufei.ui.control.Panel
import org.wufei.ui.control.Press
import org.wufei.ui.control.Problem
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Section
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look

/** Before the phone is handed to somebody else: who leaves it, and what stays. */
@Composable
fun LeaveScreen(view: LeaveView, send: (SettingsEvent) -> Unit) {
    Panel {
        Text(view.role, style = Look.lead)
        Text(view.label)
        Quiet(view.community)
    }
    Section(view.question) {
        Text(view.hint)
        Text(view.kept)
        view.attention?.let { Text(it) }
        view.problem?.let { Problem(it) }
        view.busy?.let { Text(it, Modifier.semantics { liveRegion = LiveRegionMode.Polite }, color = Look.palette.soft) }
        view.confirmLabel?.let { Press(it, Modifier.fillMaxWidth(), Weight.MAIN, enabled = view.busy == null) { send(SettingsEvent.LeaveConfirmed) } }
    }
    Press(view.cancelLabel, Modifier.fillMaxWidth(), Weight.PLAIN) { send(SettingsEvent.LeaveCancelled) }
}
