package org.wufei.ui.recorded

import org.wufei.app.LearningEvent
import org.wufei.app.OutboxEvent
import org.wufei.app.QuizChoice
import org.wufei.app.Screen
import org.wufei.app.SettingsEvent
import org.wufei.app.Tab
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent
import org.wufei.domain.Outcome
import org.wufei.shell.CoreLoop
import org.wufei.shell.until

/** The questions before a first turf, as somebody answers who reads what they did not know. */
private fun Recorder.questions(core: CoreLoop) {
    fun learn(event: LearningEvent) = core.send(UiEvent.Learning(event))
    val known = mutableMapOf<UInt, QuizChoice>()
    core.screen<Screen.Quiz>()
    core.keep("quiz-intro")
    while (true) {
        val asked = (core.view.value.screen as? Screen.Quiz)?.quiz ?: break
        learn(LearningEvent.ChoicePicked(known[asked.question] ?: QuizChoice.RESIDUAL))
        val answered = core.screen<Screen.Quiz> { it.quiz.outcome != null }.quiz
        if (known.isEmpty()) core.keep("quiz-wrong")
        known[answered.question] = answered.choices.first { it.right }.choice
        learn(LearningEvent.Next)
        until("the next question") { (core.view.value.screen as? Screen.Quiz)?.quiz?.outcome == null }
    }
    core.screen<Screen.QuizDone>()
    core.keep("quiz-intro-done")
    learn(LearningEvent.Finish)
}

/** A volunteer takes a turf and walks it; then the server goes away. */
internal fun Recorder.volunteer() = open("volunteer").use { core ->
    fun turfs(event: TurfsEvent) = core.send(UiEvent.Turfs(event))
    core.enrol("volunteer")
    core.send(UiEvent.Open(Tab.TURFS))
    core.screen<Screen.Turfs> { it.turfs.mineEmpty != null && !it.turfs.busy }
    core.keep("turfs-empty")
    turfs(TurfsEvent.Refresh)
    val turf = core.screen<Screen.Turfs> { it.turfs.offers.any { offer -> offer.takeLabel != null } }.turfs.offers.first { it.takeLabel != null }.turf
    turfs(TurfsEvent.Take(turf))
    questions(core)
    core.screen<Screen.Turfs> { it.turfs.mine.isNotEmpty() && !it.turfs.busy }
    core.keep("turfs")
    turfs(TurfsEvent.Walk(turf))
    val doors = core.screen<Screen.Doors> { it.doors.doors.size >= 3 && it.doors.loading == null }.doors.doors.filter { it.openLabel != null }
    turfs(TurfsEvent.DoorPicked(doors[0].door))
    core.screen<Screen.Door>()
    core.keep("door-fresh")
    pictures.picture(shade = 40)
    turfs(TurfsEvent.AddPhoto)
    core.screen<Screen.Door> { it.door.photos?.rows.orEmpty().isNotEmpty() }
    val thoughtOver = pictures.longThought()
    turfs(TurfsEvent.AddPhoto)
    core.screen<Screen.Door> { it.door.photos?.busy != null }
    core.keep("door-photos")
    thoughtOver()
    core.screen<Screen.Door> { it.door.photos?.busy == null }
    server.kill()
    turfs(TurfsEvent.OutcomeTapped(Outcome.NOT_HOME))
    core.screen<Screen.Doors> { list -> list.doors.doors.any { it.outcome != null } }
    core.keep("doors")
    turfs(TurfsEvent.OpenProposal)
    core.screen<Screen.Proposal>()
    core.keep("proposal")
    turfs(TurfsEvent.SendProposal)
    core.screen<Screen.Proposal> { it.proposal.problem != null }
    core.keep("proposal-problem")
    turfs(TurfsEvent.CancelProposal)
    core.screen<Screen.Doors>()
    turfs(TurfsEvent.DoorPicked(doors[0].door))
    val visit = core.screen<Screen.Door> { it.door.history.isNotEmpty() }.door.history.first { it.voidLabel != null }.visit
    turfs(TurfsEvent.OutcomeTapped(Outcome.MET))
    core.screen<Screen.Door> { it.door.script != null }
    core.keep("door-script")
    turfs(TurfsEvent.VoidPicked(visit))
    core.screen<Screen.VisitVoid>()
    core.keep("visit-void")
    core.send(UiEvent.Open(Tab.OUTBOX))
    core.screen<Screen.Outbox> { it.outbox.rows.isNotEmpty() }
    core.send(UiEvent.Outbox(OutboxEvent.SyncNow))
    core.screen<Screen.Outbox> { !it.outbox.running && it.outbox.lastLine != null }
    core.keep("outbox-server-away")
    core.send(UiEvent.Open(Tab.SETTINGS))
    core.send(UiEvent.Settings(SettingsEvent.LeavePicked))
    core.screen<Screen.Leave>()
    core.keep("leave")
}
