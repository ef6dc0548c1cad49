package org.wufei.ui.journey

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import java.nio.file.Files
import java.io.File
import java.util.concurrent.Executors
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Test
import org.wufei.app.EnrolmentView
import org.wufei.app.LookupResult
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.UiEvent
import org.wufei.app.ViewModel
import org.wufei.core.WufeiConfig
import org.wufei.domain.Outcome
import org.wufei.shell.CoreLoop
import org.wufei.shell.NoAbilities
import org.wufei.shell.RealServer
import org.wufei.ui.frame.WufeiApp

/** Only what a person can do: looks at the screen, types, presses. The core and the server are the real ones. */
@OptIn(ExperimentalTestApi::class)
class ClickJourneyTest {
    private val folder: File = Files.createTempDirectory("wufei-clicks").toFile()
    private val main = Executors.newSingleThreadExecutor().asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + main)
    private val defects = mutableListOf<Exception>()

    @After fun clean() {
        scope.cancel()
        main.close()
        folder.deleteRecursively()
        assertEquals(emptyList<Exception>(), defects)
    }

    private fun onScreen(server: String, story: SkikoComposeUiTest.(CoreLoop) -> Unit) =
        runSkikoComposeUiTest(Size(720f, 1600f), Density(2f)) {
            CoreLoop(WufeiConfig(File(folder, "device").path, server, "330600000000", null), scope, NoAbilities) { defects += it }.use { core ->
                setContent {
                    val view by core.view.collectAsState()
                    WufeiApp(view, send = core::send)
                }
                core.send(UiEvent.Start)
                await(core) { it.tabs.isNotEmpty() }
                story(core)
            }
        }

    private fun SkikoComposeUiTest.await(core: CoreLoop, holds: (ViewModel) -> Boolean): ViewModel {
        waitUntil("${core.view.value.screen}".take(300), 20_000) { holds(core.view.value) }
        waitForIdle()
        return core.view.value
    }

    private fun SkikoComposeUiTest.press(label: String, scroll: Boolean = true) {
        val all = onAllNodes(hasText(label) and hasClickAction())
        waitUntil("a button $label", 5_000) { all.fetchSemanticsNodes().isNotEmpty() }
        all.onFirst().let { if (scroll) it.performScrollTo() else it }.performClick()
    }

    private fun SkikoComposeUiTest.type(label: String, text: String) = onNode(hasContentDescription(label) and hasSetTextAction()).performTextInput(text)

    private fun SkikoComposeUiTest.tab(core: CoreLoop, tab: Tab) = press(core.view.value.tabs.first { it.tab == tab }.label, scroll = false)

    @Test fun `a resident looks up a milk carton`() = onScreen("") { core ->
        type((core.view.value.screen as Screen.Lookup).lookup.fieldLabel, "牛奶盒")
        val found = await(core) { (it.screen as? Screen.Lookup)?.lookup?.result is LookupResult.Found }
        val part = ((found.screen as Screen.Lookup).lookup.result as LookupResult.Found).item.parts.first()
        onNodeWithText(part.binLine).assertExists()
        press((found.screen as Screen.Lookup).lookup.clearLabel)
        await(core) { (it.screen as? Screen.Lookup)?.lookup?.result is LookupResult.Empty }
    }

    @Test fun `a volunteer enrols, takes a turf and records a visit`() = RealServer(folder).use { server ->
        server.start()
        onScreen(server.address) { core ->
            tab(core, Tab.SETTINGS)
            val ask = (await(core) { it.screen is Screen.Settings }.screen as Screen.Settings).settings.enrolment as EnrolmentView.Ask
            type(ask.fieldLabel, server.code("volunteer"))
            press(ask.enrolLabel)
            await(core) { (it.screen as? Screen.Settings)?.settings?.enrolment is EnrolmentView.Done }
            tab(core, Tab.TURFS)
            press((await(core) { it.screen is Screen.Turfs }.screen as Screen.Turfs).turfs.refreshLabel)
            val offers = (await(core) { view -> (view.screen as? Screen.Turfs)?.turfs?.let { !it.busy && it.offers.isNotEmpty() } == true }.screen as Screen.Turfs).turfs.offers
            press(offers.firstNotNullOf { it.takeLabel })
            val mine = (await(core) { (it.screen as? Screen.Turfs)?.turfs?.mine?.isNotEmpty() == true }.screen as Screen.Turfs).turfs.mine
            press(mine.first().walkLabel)
            val doors = (await(core) { view -> (view.screen as? Screen.Doors)?.doors?.let { it.loading == null && it.doors.isNotEmpty() } == true }.screen as Screen.Doors).doors
            press(doors.doors.first { it.openLabel != null }.label)
            val door = (await(core) { it.screen is Screen.Door }.screen as Screen.Door).door
            press(door.outcomes.first { it.outcome == Outcome.REFUSED }.label)
            val after = (await(core) { view -> (view.screen as? Screen.Doors)?.doors?.doors?.any { it.outcome == Outcome.REFUSED } == true }.screen as Screen.Doors).doors
            assertEquals(1, after.doors.count { it.outcome != null })
        }
    }
}
