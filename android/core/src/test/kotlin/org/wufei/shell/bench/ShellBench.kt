package org.wufei.shell.bench

import java.io.File
import org.wufei.shell.process.Child

private const val WARM_UP = 500
private const val REPETITIONS = 2_000
private const val COLD_RUNS = 5

/** Where it is there, the device with many records is the one that is started. */
private const val MANY = "records10000"

/**
 * What a gesture costs through the binding on every screen, one JSON a line; without a server. Run
 * from this folder's classpath with `-Djna.library.path`, `-Dwufei.programs` and `-Dwufei.repository`
 * as the tests have them.
 * Argument: a folder with the [Devices]; they are used up: a shift is closed, answers are given.
 */
object ShellBench {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val folder = File(arguments[0])
        Devices.make(folder)
        for ((device, some) in gestures.groupBy { it.device }) Counted(File(folder, device)).use { core ->
            core.started()
            some.forEach { measure(it, core) }
        }
        coldStart(File(folder, MANY).takeIf { it.exists() } ?: File(folder, Devices.RESIDENT))
        memory()
    }

    private fun measure(gesture: Gesture, core: Counted) {
        val turns = gesture.reach(core)
        val shown = core.view().screen::class.simpleName!!.replace(Regex("(?<=[a-z])(?=[A-Z])"), "_").lowercase()
        check(shown == gesture.screen) { "$shown is not ${gesture.screen}" }
        repeat(WARM_UP) { core.gesture(turns[it % turns.size]) }
        val before = core.crossings()
        val times = LongArray(REPETITIONS) { core.gesture(turns[it % turns.size]) }.sorted()
        val crossings = core.crossings().mapValues { (kind, count) -> (count - before.getValue(kind)).toDouble() / REPETITIONS }
        val each = crossings.entries.joinToString(",") { "\"${it.key}\":%.2f".format(it.value) }
        val at = { share: Double -> "%.1f".format(times[(share * (times.size - 1)).toInt()] / 1_000.0) }
        println("""{"bench":"gesture","shell":"kotlin","screen":"${gesture.screen}","repetitions":$REPETITIONS,"p50_us":${at(0.5)},"p99_us":${at(0.99)},"crossings":{$each}}""")
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
}
