package org.wufei.shell

import java.io.File
import java.nio.file.Files
import java.util.concurrent.Executors
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.wufei.app.EnrolmentView
import org.wufei.app.LookupEvent
import org.wufei.app.LookupResult
import org.wufei.app.OutboxEvent
import org.wufei.app.Screen
import org.wufei.app.SettingsEvent
import org.wufei.app.Tab
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent
import org.wufei.core.WufeiConfig
import org.wufei.domain.BinColour
import org.wufei.domain.Outcome

/** A volunteer's evening through the real Rust core and the real server, as a phone would run it. */
class JourneyTest {
    private val folder: File = Files.createTempDirectory("wufei-kotlin").toFile()
    private val main = Executors.newSingleThreadExecutor().asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + main)
    private val defects = mutableListOf<Exception>()

    @AfterEach
    fun clean() {
        scope.cancel()
        main.close()
        folder.deleteRecursively()
    }

    private fun open(server: String) = CoreLoop(
        WufeiConfig(File(folder, "device").path, server, "330600000000", null),
        scope,
        NoAbilities,
    ) { synchronized(defects) { defects += it } }.also { it.send(UiEvent.Start) }

    private inline fun <reified T : Screen> CoreLoop.screen(what: String, crossinline holds: (T) -> Boolean): T {
        until("$what; on screen: ${view.value.screen.toString().take(400)}") { (view.value.screen as? T)?.let { holds(it) } == true }
        return view.value.screen as T
    }

    @Test
    fun `the look-up needs no server and no enrolment`() {
        open("").use { core ->
            core.send(UiEvent.Lookup(LookupEvent.Typed("牛奶盒")))
            val found = core.screen<Screen.Lookup>("an answer") { it.lookup.result is LookupResult.Found }
            val part = (found.lookup.result as LookupResult.Found).item.parts.first()
            assertEquals(BinColour.BLUE, part.colour)
            assertTrue(part.binLine.contains("可回收物"), part.binLine)
            core.send(UiEvent.Lookup(LookupEvent.ReadAloud)) // no voice here: the core must go on
            core.send(UiEvent.Lookup(LookupEvent.Clear))
            core.screen<Screen.Lookup>("an empty field") { it.lookup.result is LookupResult.Empty }
        }
        assertEquals(emptyList<Exception>(), defects)
    }

    @Test
    fun `a volunteer enrols, walks three doors with the server away, and syncs`() {
        RealServer(folder).use { server ->
            server.start()
            open(server.address).use { core ->
                enrol(core, server.code("volunteer"))
                val turf = takeFirstTurf(core)
                core.send(UiEvent.Turfs(TurfsEvent.Walk(turf)))
                val doors = core.screen<Screen.Doors>("the door list") { it.doors.doors.size >= 3 && it.doors.loading == null }.doors.doors
                server.kill()
                val outcomes = listOf(Outcome.NOT_HOME, Outcome.REFUSED, Outcome.NO_ACCESS)
                doors.filter { it.openLabel != null }.take(3).zip(outcomes).forEachIndexed { index, (door, outcome) ->
                    core.send(UiEvent.Turfs(TurfsEvent.DoorPicked(door.door)))
                    core.screen<Screen.Door>("the door") { it.door.door == door.door }
                    core.send(UiEvent.Turfs(TurfsEvent.OutcomeTapped(outcome)))
                    core.screen<Screen.Doors>("visit ${index + 1} on the list") { list -> list.doors.doors.count { it.unsent } == index + 1 }
                }
                core.send(UiEvent.Open(Tab.OUTBOX))
                core.screen<Screen.Outbox>("three wait") { it.outbox.waiting == 3u }
                server.start()
                core.send(UiEvent.Outbox(OutboxEvent.SyncNow))
                core.screen<Screen.Outbox>("all sent") { it.outbox.waiting == 0u && it.outbox.attention.isEmpty() }
            }
        }
        assertEquals(emptyList<Exception>(), defects)
    }

    private fun enrol(core: CoreLoop, code: String) {
        core.send(UiEvent.Open(Tab.SETTINGS))
        core.send(UiEvent.Settings(SettingsEvent.CodeTyped(code)))
        core.send(UiEvent.Settings(SettingsEvent.Enrol))
        core.screen<Screen.Settings>("enrolled") { it.settings.enrolment is EnrolmentView.Done }
    }

    private fun takeFirstTurf(core: CoreLoop): String {
        core.send(UiEvent.Open(Tab.TURFS))
        core.send(UiEvent.Turfs(TurfsEvent.Refresh))
        val offers = core.screen<Screen.Turfs>("turfs on offer") { list -> list.turfs.offers.any { it.takeLabel != null } }.turfs.offers
        val turf = offers.first { it.takeLabel != null }.turf
        core.send(UiEvent.Turfs(TurfsEvent.Take(turf)))
        core.screen<Screen.Turfs>("the turf on the phone") { list -> list.turfs.mine.any { it.turf == turf } }
        assertNull(core.view.value.note?.takeIf { it.tone == org.wufei.app.Tone.PROBLEM })
        return turf
    }
}
