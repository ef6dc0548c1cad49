package org.wufei.ui.recorded

import java.io.File
import java.nio.file.Files
import java.util.concurrent.Executors
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import org.wufei.app.EnrolmentView
import org.wufei.app.LookupEvent
import org.wufei.app.LookupResult
import org.wufei.app.PointEvent
import org.wufei.app.Screen
import org.wufei.app.SettingsEvent
import org.wufei.app.Tab
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent
import org.wufei.app.ViewModel
import org.wufei.core.WufeiConfig
import org.wufei.domain.Language
import org.wufei.domain.Outcome
import org.wufei.shell.CoreLoop
import org.wufei.shell.NoAbilities
import org.wufei.shell.RealServer
import org.wufei.shell.until

/** A view model as the core made it. */
data class Recorded(val name: String, val view: ViewModel)

/** Every screen, recorded once a run from the real core and the real server, in both languages. */
object Recordings {
    val all: List<Recorded> by lazy { Recorder().use { it.record() } }
}

private class Recorder : AutoCloseable {
    private val folder: File = Files.createTempDirectory("wufei-recorded").toFile()
    private val main = Executors.newSingleThreadExecutor().asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + main)
    private val server = RealServer(folder).also { it.start() }
    private val found = mutableListOf<Recorded>()

    fun record(): List<Recorded> {
        resident()
        attendant()
        volunteer()
        return found
    }

    override fun close() {
        scope.cancel()
        server.close()
        main.close()
        folder.deleteRecursively()
    }

    private fun open(name: String) = CoreLoop(
        WufeiConfig(File(folder, name).path, server.address, "330600000000", null), scope, NoAbilities,
    ) { throw it }

    private inline fun <reified T : Screen> CoreLoop.screen(crossinline holds: (T) -> Boolean = { true }): T {
        until("${T::class.simpleName}; on screen: ${view.value.note} ${view.value.screen.toString().take(600)}") { (view.value.screen as? T)?.let { holds(it) } == true }
        return view.value.screen as T
    }

    private fun CoreLoop.keep(name: String) {
        for (language in listOf(Language.ENGLISH, Language.CHINESE)) {
            send(UiEvent.Settings(SettingsEvent.LanguagePicked(language)))
            until("$language") { view.value.language == language }
            found += Recorded("$name-${view.value.languageTag}", view.value)
        }
    }

    private fun CoreLoop.enrol(role: String) {
        send(UiEvent.Start)
        send(UiEvent.Open(Tab.SETTINGS))
        send(UiEvent.Settings(SettingsEvent.CodeTyped(server.code(role))))
        send(UiEvent.Settings(SettingsEvent.Enrol))
        screen<Screen.Settings> { it.settings.enrolment is EnrolmentView.Done }
    }

    private fun resident() = open("resident").use { core ->
        found += Recorded("starting-zh-CN", core.view.value)
        core.send(UiEvent.Start)
        core.screen<Screen.Lookup>()
        core.keep("lookup-empty")
        core.send(UiEvent.Lookup(LookupEvent.Typed("牛奶盒")))
        core.screen<Screen.Lookup> { it.lookup.result is LookupResult.Found }
        core.keep("lookup-found")
        core.send(UiEvent.Lookup(LookupEvent.Typed("量子纠缠器")))
        core.screen<Screen.Lookup> { it.lookup.result is LookupResult.Unknown }
        core.keep("lookup-unknown")
        core.send(UiEvent.Open(Tab.SETTINGS))
        core.screen<Screen.Settings>()
        core.keep("settings-ask")
        core.enrol("resident")
        core.keep("settings-done")
        core.send(UiEvent.Open(Tab.HOUSEHOLD))
        core.screen<Screen.Household> { it.household.rates.isNotEmpty() }
        core.keep("household")
        core.send(UiEvent.Open(Tab.STANDING))
        core.screen<Screen.Standing>()
        core.keep("standing")
        core.send(UiEvent.Open(Tab.OUTBOX))
        core.screen<Screen.Outbox>()
        core.keep("outbox")
    }

    private fun attendant() = open("attendant").use { core ->
        core.enrol("attendant")
        core.send(UiEvent.Open(Tab.POINT))
        core.screen<Screen.Shift> { it.shift.openLabel != null }
        core.keep("shift")
        fun point(event: PointEvent) = core.send(UiEvent.Point(event))
        point(PointEvent.OpenShift)
        val ask = core.screen<Screen.Weigh> { (it.weigh.card as? org.wufei.app.CardStep.Ask)?.picks?.isNotEmpty() == true }.weigh
        core.keep("weigh-card")
        point(PointEvent.CardPicked((ask.card as org.wufei.app.CardStep.Ask).picks.first().card))
        point(PointEvent.MaterialPicked(ask.materials.first().material))
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
        val log = core.screen<Screen.Log> { it.log.rows.any { row -> row.mendLabel != null } }
        core.keep("log")
        point(PointEvent.MendPicked(log.log.rows.first { it.mendLabel != null }.dropOff))
        core.screen<Screen.Mend>()
        core.keep("mend")
    }

    private fun volunteer() = open("volunteer").use { core ->
        core.enrol("volunteer")
        fun turfs(event: TurfsEvent) = core.send(UiEvent.Turfs(event))
        core.send(UiEvent.Open(Tab.TURFS))
        turfs(TurfsEvent.Refresh)
        val turf = core.screen<Screen.Turfs> { it.turfs.offers.any { offer -> offer.takeLabel != null } }.turfs.offers.first { it.takeLabel != null }.turf
        turfs(TurfsEvent.Take(turf))
        core.screen<Screen.Turfs> { it.turfs.mine.isNotEmpty() && !it.turfs.busy }
        core.keep("turfs")
        turfs(TurfsEvent.Walk(turf))
        val doors = core.screen<Screen.Doors> { it.doors.doors.size >= 3 && it.doors.loading == null }.doors.doors.filter { it.openLabel != null }
        turfs(TurfsEvent.DoorPicked(doors[0].door))
        core.screen<Screen.Door>()
        turfs(TurfsEvent.OutcomeTapped(Outcome.NOT_HOME))
        core.screen<Screen.Doors> { list -> list.doors.doors.any { it.outcome != null } }
        core.keep("doors")
        turfs(TurfsEvent.OpenProposal)
        core.screen<Screen.Proposal>()
        core.keep("proposal")
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
    }
}
