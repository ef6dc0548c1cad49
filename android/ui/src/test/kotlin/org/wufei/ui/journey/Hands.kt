package org.wufei.ui.journey

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import java.io.File
import java.nio.file.Files
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import org.junit.Assert.assertEquals
import org.wufei.app.QuizChoice
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.UiEvent
import org.wufei.app.ViewModel
import org.wufei.core.WufeiConfig
import org.wufei.shell.Abilities
import org.wufei.shell.CoreLoop
import org.wufei.ui.frame.WufeiApp
import org.wufei.ui.inspect.DENSITY
import org.wufei.ui.inspect.Pixels
import org.wufei.ui.inspect.WIDTH
import org.wufei.ui.inspect.pixelsOf
import org.wufei.ui.recorded.FileAlbum

/** A folder and a thread for one journey, both gone after it; no defect of the core may have been reported. */
class Bench : AutoCloseable {
    val folder: File = Files.createTempDirectory("wufei-journey").toFile()
    private val main = Executors.newSingleThreadExecutor().asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + main)
    private val defects = mutableListOf<Exception>()

    override fun close() {
        scope.cancel()
        main.close()
        folder.deleteRecursively()
        assertEquals(emptyList<Exception>(), defects)
    }

    /** The app as a person first opens it; [server] may be empty: there is no network then. */
    @OptIn(ExperimentalTestApi::class)
    fun onScreen(server: String, abilities: Abilities, picksPhotos: Boolean = false, story: Hands.() -> Unit) =
        runSkikoComposeUiTest(Size(WIDTH * DENSITY, 800 * DENSITY), Density(DENSITY)) {
            CoreLoop(WufeiConfig(File(folder, "device").path, server, "330600000000", null, null, picksPhotos), scope, abilities) { defects += it }.use { core ->
                setContent {
                    val view by core.view.collectAsState()
                    WufeiApp(view, FileAlbum, dark = false, send = core::send)
                }
                core.send(UiEvent.Start)
                Hands(this, core).apply { await { it.tabs.isNotEmpty() } }.story()
            }
        }
}

/** Only what a person can do: looks at the screen, types, presses; it counts what it does. */
@OptIn(ExperimentalTestApi::class)
class Hands(private val test: SkikoComposeUiTest, private val core: CoreLoop) {
    var taps = 0
        private set
    var typed = 0
        private set
    private var since = System.nanoTime()

    val view: ViewModel get() = core.view.value
    val root get() = test.onRoot(useUnmergedTree = true).fetchSemanticsNode()

    fun await(holds: (ViewModel) -> Boolean): ViewModel {
        test.waitUntil("on screen: ${core.view.value}".take(600), 20_000) { holds(core.view.value) }
        test.waitForIdle()
        return core.view.value
    }

    inline fun <reified T : Screen> screen(crossinline holds: (T) -> Boolean = { true }): T =
        await { (it.screen as? T)?.let { screen -> holds(screen) } == true }.screen as T

    fun press(label: String) {
        val all = test.onAllNodes(hasText(label) and hasClickAction())
        test.waitUntil("a button $label", 5_000) { all.fetchSemanticsNodes().isNotEmpty() }
        val button = all.onFirst()
        // What stands below the page has nothing to scroll in.
        runCatching { button.performScrollTo() }
        button.performClick()
        taps++
    }

    /** A person touches a field before typing. */
    fun type(label: String, text: String) {
        val which = hasContentDescription(label) and hasSetTextAction()
        test.waitUntil("a field $label", 5_000) { test.onAllNodes(which).fetchSemanticsNodes().isNotEmpty() }
        val field = test.onNode(which)
        field.performScrollTo().performClick()
        field.performTextInput(text)
        taps++
        typed += text.length
    }

    /** What is drawn in the place of that name. */
    fun picture(label: String): Pixels {
        val place = test.onNode(hasContentDescription(label))
        place.performScrollTo()
        return pixelsOf(place.captureToImage())
    }

    /** The questions before a first turf: who does not know an answer reads it, and knows it when the question comes again. */
    fun answerQuestions() {
        val known = mutableMapOf<UInt, QuizChoice>()
        screen<Screen.Quiz>()
        while (true) {
            val asked = (view.screen as? Screen.Quiz)?.quiz ?: break
            val choice = known[asked.question] ?: QuizChoice.RESIDUAL
            press(asked.choices.first { it.choice == choice }.label)
            val answered = screen<Screen.Quiz> { it.quiz.outcome != null }.quiz
            known[answered.question] = answered.choices.first { it.right }.choice
            press(answered.outcome!!.nextLabel)
            await { (it.screen as? Screen.Quiz)?.quiz?.outcome == null }
        }
    }

    fun tab(tab: Tab) = press(view.tabs.first { it.tab == tab }.label)

    /** A row of the table: what was done since the last one. */
    fun done(task: String): Task {
        val task = Task(task, view.elder, taps, typed, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since) / 1000.0)
        startAnew()
        return task
    }

    fun startAnew() {
        taps = 0
        typed = 0
        since = System.nanoTime()
    }
}

/** What a task took; the seconds are a machine's, without a person's reading. */
data class Task(val name: String, val elder: Boolean, val taps: Int, val typed: Int, val seconds: Double)
