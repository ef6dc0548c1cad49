package org.wufei.phone

import android.os.Looper
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.AndroidComposeTestRule
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.test.ext.junit.rules.ActivityScenarioRule
import java.io.File
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.wufei.app.LookupResult
import org.wufei.app.QuizChoice
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.ViewModel
import org.wufei.core.WufeiConfig
import org.wufei.shell.CoreLoop
import org.wufei.shell.Opened
import org.wufei.shell.RealServer

/** The app as it ships, but for the server's address: that of a test, on loopback. */
class TestApplication : WufeiApplication() {
    private val folder: File by lazy { File(cacheDir, "server").apply { mkdirs() } }
    val server: RealServer by lazy { RealServer(folder).also { it.start() } }

    override fun config(): WufeiConfig = super.config().copy(server = server.address)

    override fun onTerminate() {
        super.onTerminate()
        server.close()
    }
}

/** The real activity on Android's classes, the real core behind it; driven only by what a person can do. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], application = TestApplication::class, qualifiers = "w411dp-h891dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
abstract class AppTest {
    @get:Rule
    val rule: AndroidComposeTestRule<ActivityScenarioRule<MainActivity>, MainActivity> = createAndroidComposeRule<MainActivity>()

    protected val app: TestApplication get() = RuntimeEnvironment.getApplication() as TestApplication
    protected val core: CoreLoop get() = (app.opened as Opened.Running).core
    protected val view: ViewModel get() = core.view.value

    /** Waits for what comes from the core's threads; Robolectric's main thread only runs when it is told to. */
    protected fun await(what: String, holds: () -> Boolean) = rule.waitUntil("$what; on screen: ${view.note} ${view.screen}".take(400), 20_000) {
        shadowOf(Looper.getMainLooper()).idle()
        holds()
    }

    protected fun shows(what: String, holds: (ViewModel) -> Boolean): ViewModel {
        await(what) { holds(view) }
        rule.waitForIdle()
        return view
    }

    protected inline fun <reified T : Screen> screen(what: String, crossinline holds: (T) -> Boolean = { true }): T =
        shows(what) { (it.screen as? T)?.let { screen -> holds(screen) } == true }.screen as T

    protected fun press(label: String, scroll: Boolean = true) {
        val all = rule.onAllNodes(hasText(label) and hasClickAction())
        await("a button $label") { all.fetchSemanticsNodes().isNotEmpty() }
        all.onFirst().let { if (scroll) it.performScrollTo() else it }.performClick()
    }

    protected fun type(label: String, text: String) =
        rule.onNode(hasContentDescription(label) and hasSetTextAction()).performTextInput(text)

    /** The questions before a first turf: who does not know an answer reads it, and knows it when the question comes again. */
    protected fun answerQuestions() {
        val known = mutableMapOf<UInt, QuizChoice>()
        screen<Screen.Quiz>("a question")
        while (true) {
            val asked = (view.screen as? Screen.Quiz)?.quiz ?: break
            val choice = known[asked.question] ?: QuizChoice.RESIDUAL
            press(asked.choices.first { it.choice == choice }.label)
            val answered = screen<Screen.Quiz>("what the answer comes to") { it.quiz.outcome != null }.quiz
            known[answered.question] = answered.choices.first { it.right }.choice
            press(answered.outcome!!.nextLabel)
            shows("the next question") { (it.screen as? Screen.Quiz)?.quiz?.outcome == null }
        }
    }

    protected fun tab(tab: Tab) = press(view.tabs.first { it.tab == tab }.label, scroll = false)

    protected fun lookUpMilkCarton(): Screen.Lookup {
        val empty = screen<Screen.Lookup>("the look-up")
        type(empty.lookup.fieldLabel, "牛奶盒")
        return screen("an answer") { it.lookup.result is LookupResult.Found }
    }
}
