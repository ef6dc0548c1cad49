package org.wufei.shell.bench

import java.io.File
import java.nio.file.Files
import org.wufei.app.EnrolmentView
import org.wufei.app.LookupEvent
import org.wufei.app.PointEvent
import org.wufei.app.Screen
import org.wufei.app.SettingsEvent
import org.wufei.app.Tab
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent
import org.wufei.shell.RealServer
import org.wufei.shell.process.Child
import org.wufei.shell.until

private const val WARM_UP = 500
private const val REPETITIONS = 2_000
private const val COLD_RUNS = 5

/**
 * What a gesture costs through the binding, one JSON a line. Run from this folder's classpath with
 * `-Djna.library.path`, `-Dwufei.programs` and `-Dwufei.repository` as the tests have them.
 * Argument: a device's folder for the cold start; made if it is missing.
 */
object ShellBench {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val folder = Files.createTempDirectory("wufei-bench").toFile()
        try {
            RealServer(folder).use { server ->
                server.start()
                resident(File(folder, "resident"))
                attendant(File(folder, "attendant"), server)
                volunteer(File(folder, "volunteer"), server)
            }
        } finally {
            folder.deleteRecursively()
        }
        coldStart(File(arguments[0]))
        memory()
    }

    private fun resident(folder: File) = Counted(folder, "").use { core ->
        core.send(UiEvent.Start)
        core.awaits("the look-up") { it is Screen.Lookup }
        measure("lookup", core) { UiEvent.Lookup(LookupEvent.Typed(if (it % 2 == 0) "牛奶盒" else "电池")) }
        core.send(UiEvent.Open(Tab.SETTINGS))
        measure("settings", core) { UiEvent.Settings(SettingsEvent.ElderPicked(it % 2 == 0)) }
    }

    private fun attendant(folder: File, server: RealServer) = Counted(folder, server.address).use { core ->
        core.enrol(server.code("attendant"))
        core.send(UiEvent.Open(Tab.POINT))
        core.awaits("the point") { (it as? Screen.Shift)?.shift?.openLabel != null }
        core.send(UiEvent.Point(PointEvent.OpenShift))
        core.awaits("the scale") { it is Screen.Weigh }
        measure("weigh", core) { UiEvent.Point(PointEvent.GrossTyped(if (it % 2 == 0) "3.2" else "6.4")) }
    }

    private fun volunteer(folder: File, server: RealServer) = Counted(folder, server.address).use { core ->
        core.enrol(server.code("volunteer"))
        core.send(UiEvent.Open(Tab.TURFS))
        core.awaits("offers") { screen -> (screen as? Screen.Turfs)?.turfs?.offers?.any { it.takeLabel != null } == true }
        val turf = (core.view().screen as Screen.Turfs).turfs.offers.first { it.takeLabel != null }.turf
        core.send(UiEvent.Turfs(TurfsEvent.Take(turf)))
        core.awaits("the turf") { (it as? Screen.Turfs)?.turfs?.mine?.isNotEmpty() == true }
        core.send(UiEvent.Turfs(TurfsEvent.Walk(turf)))
        core.awaits("the doors") { screen -> (screen as? Screen.Doors)?.doors?.doors?.any { it.openLabel != null } == true }
        val door = (core.view().screen as Screen.Doors).doors.doors.first { it.openLabel != null }.door
        measure("doors", core) { UiEvent.Turfs(if (it % 2 == 0) TurfsEvent.DoorPicked(door) else TurfsEvent.LeaveDoor) }
        measure("outbox", core) { UiEvent.Open(Tab.OUTBOX) }
    }

    private fun measure(screen: String, core: Counted, event: (Int) -> UiEvent) {
        repeat(WARM_UP) { core.gesture(event(it)) }
        val before = core.crossings()
        val times = LongArray(REPETITIONS) { core.gesture(event(it)) }.sorted()
        val crossings = core.crossings().mapValues { (kind, count) -> (count - before.getValue(kind)).toDouble() / REPETITIONS }
        val each = crossings.entries.joinToString(",") { "\"${it.key}\":%.2f".format(it.value) }
        val at = { share: Double -> "%.1f".format(times[(share * (times.size - 1)).toInt()] / 1_000.0) }
        println("""{"bench":"gesture","shell":"kotlin","screen":"$screen","repetitions":$REPETITIONS,"p50_us":${at(0.5)},"p99_us":${at(0.99)},"crossings":{$each}}""")
    }

    private fun coldStart(folder: File) {
        val runs = List(COLD_RUNS) { Child(FirstView::class.java, listOf(folder.path)).use { it.ended().trim() } }
        println("""{"bench":"first_view","shell":"kotlin","ms":$runs}""")
    }

    private fun memory() {
        val rss = File("/proc/self/status").readLines().first { it.startsWith("VmHWM") }.filter(Char::isDigit).toLong()
        println("""{"bench":"memory","shell":"kotlin","peak_rss_bytes":${rss * 1_024}}""")
    }

    private fun Counted.crossings() = mapOf("send" to sends.get(), "changed" to changes.get(), "view" to views.get(), "ask" to asks.get())

    private fun Counted.awaits(what: String, holds: (Screen) -> Boolean) = until(what) { holds(view().screen) }

    private fun Counted.enrol(code: String) {
        send(UiEvent.Start)
        send(UiEvent.Open(Tab.SETTINGS))
        send(UiEvent.Settings(SettingsEvent.CodeTyped(code)))
        send(UiEvent.Settings(SettingsEvent.Enrol))
        awaits("enrolled") { (it as? Screen.Settings)?.settings?.enrolment is EnrolmentView.Done }
    }
}
