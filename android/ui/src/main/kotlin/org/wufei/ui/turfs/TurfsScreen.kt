package org.wufei.ui.turfs

import androidx.compose.foundation.layout.Column
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import org.wufei.app.TurfsEvent
import org.wufei.app.TurfsView
import org.wufei.ui.control.Ends
import org.wufei.ui.control.Press
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Section
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look

/** The turfs on the device, and those on offer. */
@Composable
fun TurfsScreen(view: TurfsView, send: (TurfsEvent) -> Unit) {
    Section(view.mineHeading) {
        view.mineEmpty?.let { Quiet(it) }
        if (view.mine.isNotEmpty()) Rows(view.mine) { turf ->
            Turf(turf.name, turf.progress) {
                // One turf: walking it is what the screen is for.
                Press(turf.walkLabel, weight = if (view.mine.size == 1) Weight.MAIN else Weight.SIDE) { send(TurfsEvent.Walk(turf.turf)) }
            }
        }
    }
    Section(view.offersHeading) {
        view.offersLine?.let { Quiet(it) }
        if (view.offers.isNotEmpty()) Rows(view.offers) { turf ->
            Turf(turf.name, turf.detail) { turf.takeLabel?.let { Press(it, enabled = !view.busy) { send(TurfsEvent.Take(turf.turf)) } } }
        }
        Press(view.refreshLabel, enabled = !view.busy) { send(TurfsEvent.Refresh) }
    }
}

@Composable
private fun Turf(name: String, detail: String, action: @Composable () -> Unit) = Ends {
    Column {
        Text(name, style = Look.strong)
        Quiet(detail)
    }
    action()
}
