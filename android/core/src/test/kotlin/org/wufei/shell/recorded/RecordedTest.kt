package org.wufei.shell.recorded

import com.google.gson.JsonParser
import java.io.File
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.reflect.typeOf
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.wufei.app.ShellAnswer
import org.wufei.app.ShellQuestion
import org.wufei.app.Located
import org.wufei.app.Picked
import org.wufei.app.Scanned
import org.wufei.app.Shared
import org.wufei.app.Spoken
import org.wufei.app.UiEvent
import org.wufei.core.Shell
import org.wufei.core.WufeiConfig
import org.wufei.core.WufeiCore

/** The recorded events give, line for line, the views that Rust recorded. */
class RecordedTest {
    @TempDir
    lateinit var folder: Path
    private val recorded = File(System.getProperty("wufei.repository"), "shared/app/recorded")
    private val events = File(recorded, "alone.events.jsonl").readLines()
    private val views = File(recorded, "alone.views.jsonl").readLines()

    @Test
    fun `every recorded view is met`() {
        assertEquals(events.size, views.size)
        assertNull(firstDifference(views, 20))
        println("alone: ${views.size} recorded views met")
    }

    /** The check must be able to fail: one letter changed in the last view is found. */
    @Test
    fun `a changed view is found`() {
        val changed = views.dropLast(1) + views.last().replaceFirst("title", "titel")
        assertEquals(views.size - 1, firstDifference(changed, 2)?.first)
    }

    @Test
    fun `an event is written as it is read`() = events.forEach { assertEquals(it, dump(parse(JsonParser.parseString(it), typeOf<UiEvent>()))) }

    /** The index of the first line that is not met within [seconds], with what is there instead. */
    private fun firstDifference(views: List<String>, seconds: Long): Pair<Int, String>? {
        val shell = NoShell()
        WufeiCore(WufeiConfig(folder.resolve("device").toString(), "http://127.0.0.1:9", "330600000000", null, null), shell).use { core ->
            shell.core = core
            events.zip(views).forEachIndexed { index, (event, view) ->
                core.send(parse(JsonParser.parseString(event), typeOf<UiEvent>()) as UiEvent)
                val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)
                while (dump(core.view()) != view) {
                    if (System.nanoTime() > end) return index to "expected $view\nbut was  ${dump(core.view())}"
                    Thread.sleep(5)
                }
            }
        }
        return null
    }

    /** Answers each question at once with unavailable, from inside. */
    private class NoShell : Shell {
        lateinit var core: WufeiCore

        override fun changed() = Unit

        override fun ask(id: ULong, question: ShellQuestion) = core.answer(
            id,
            when (question) {
                is ShellQuestion.Scan -> ShellAnswer.Scan(Scanned.Unavailable("none"))
                is ShellQuestion.ReadAloud -> ShellAnswer.ReadAloud(Spoken.Unavailable("none"))
                is ShellQuestion.Share -> ShellAnswer.Share(Shared.Unavailable("none"))
                is ShellQuestion.Locate -> ShellAnswer.Locate(Located.Unavailable("none"))
                is ShellQuestion.PickPhoto -> ShellAnswer.PickPhoto(Picked.Unavailable("none"))
            },
        )
    }
}
