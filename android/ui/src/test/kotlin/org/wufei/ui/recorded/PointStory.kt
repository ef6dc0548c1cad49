package org.wufei.ui.recorded

import org.wufei.app.CardStep
import org.wufei.app.PointEvent
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.UiEvent

/** An attendant opens a shift, weighs, reviews, confirms, and mends. */
internal fun Recorder.attendant() = open("attendant").use { core ->
    fun point(event: PointEvent) = core.send(UiEvent.Point(event))
    core.enrol("attendant")
    core.send(UiEvent.Open(Tab.POINT))
    core.screen<Screen.Shift> { it.shift.openLabel != null }
    core.keep("shift")
    point(PointEvent.OpenShift)
    val weigh = core.screen<Screen.Weigh> { (it.weigh.card as? CardStep.Ask)?.picks?.isNotEmpty() == true }.weigh
    val picks = (weigh.card as CardStep.Ask).picks
    core.allSent()
    core.keep("weigh-card")
    point(PointEvent.CardTyped("10000013"))
    point(PointEvent.CardEntered)
    core.screen<Screen.Weigh> { (it.weigh.card as? CardStep.Ask)?.problem != null }
    core.keep("weigh-card-refused")
    point(PointEvent.CardPicked(picks.first().card))
    point(PointEvent.MaterialPicked(weigh.materials.first().material))
    point(PointEvent.GrossTyped("三斤"))
    point(PointEvent.AddLine)
    core.screen<Screen.Weigh> { it.weigh.entry.problem != null }
    core.keep("weigh-problem")
    point(PointEvent.GrossTyped("3.2"))
    point(PointEvent.AddLine)
    core.screen<Screen.Weigh> { it.weigh.canReview && it.weigh.lines.isNotEmpty() }
    core.keep("weigh-line")
    point(PointEvent.Review)
    core.screen<Screen.Review>()
    core.keep("review")
    point(PointEvent.Confirm)
    core.screen<Screen.Weigh>()
    point(PointEvent.OpenLog)
    core.allSent()
    // And read again: the newest row then says no more than the others.
    val log = core.screen<Screen.Log> { it.log.rows.any { row -> row.mendLabel != null } && it.log.rows.none { row -> " · " in row.stateWord } }.log
    core.keep("log")
    point(PointEvent.MendPicked(log.rows.first { it.mendLabel != null }.dropOff))
    core.screen<Screen.Mend>()
    core.keep("mend")
}
