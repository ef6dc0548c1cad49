package org.wufei.phone

import android.content.res.Configuration
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onNodeWithText
import androidx.lifecycle.Lifecycle
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotSame
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.RuntimeEnvironment
import org.wufei.app.EnrolmentView
import org.wufei.app.LookupResult
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.domain.Outcome

/** What people do in the app, and what the system does to it meanwhile. */
class JourneyTest : AppTest() {
    @Test fun `a resident looks up a milk carton`() {
        val found = lookUpMilkCarton().lookup.result as LookupResult.Found
        rule.onNodeWithText(found.item.parts.first().binLine).assertIsDisplayed()
    }

    @Test fun `a turned phone keeps the screen and the core`() {
        lookUpMilkCarton()
        tab(Tab.SETTINGS)
        val title = screen<Screen.Settings>("settings").let { view.title }
        val before = rule.activity
        val core = core
        rule.activityRule.scenario.recreate()
        rule.waitForIdle()
        assertNotSame(before, rule.activity)
        assertEquals(core, this.core)
        rule.onAllNodesWithText(title).onFirst().assertIsDisplayed()
        tab(Tab.LOOKUP)
        assertEquals("牛奶盒", screen<Screen.Lookup>("the look-up").lookup.typed)
        rule.onAllNodesWithText("牛奶盒").onFirst().assertExists()
    }

    @Test fun `back goes back, and at the top it leaves`() {
        val examples = screen<Screen.Lookup>("the look-up").lookup.result as LookupResult.Empty
        press(examples.examples.first().name)
        screen<Screen.Lookup>("the example") { it.lookup.result is LookupResult.Found }
        back()
        screen<Screen.Lookup>("the examples") { it.lookup.result is LookupResult.Empty }
        assertFalse(rule.activity.isFinishing)
        assertNull(view.back)
        back()
        assertTrue(rule.activityRule.scenario.state == Lifecycle.State.DESTROYED || rule.activity.isFinishing)
    }

    @Test fun `a volunteer enrols, takes a turf and records a visit`() {
        tab(Tab.SETTINGS)
        val ask = screen<Screen.Settings>("settings").settings.enrolment as EnrolmentView.Ask
        type(ask.fieldLabel, app.server.code("volunteer"))
        press(ask.enrolLabel)
        screen<Screen.Settings>("enrolled") { it.settings.enrolment is EnrolmentView.Done }
        tab(Tab.TURFS)
        val offers = screen<Screen.Turfs>("offers") { list -> !list.turfs.busy && list.turfs.offers.any { it.takeLabel != null } }
        press(offers.turfs.offers.firstNotNullOf { it.takeLabel })
        answerQuestions()
        press(screen<Screen.QuizDone>("the end of the questions").done.finishLabel)
        press(screen<Screen.Turfs>("the turf") { it.turfs.mine.isNotEmpty() }.turfs.mine.first().walkLabel)
        val doors = screen<Screen.Doors>("the doors") { it.doors.loading == null && it.doors.doors.isNotEmpty() }.doors
        press(doors.doors.first { it.openLabel != null }.label)
        press(screen<Screen.Door>("the door").door.outcomes.first { it.outcome == Outcome.REFUSED }.label)
        val after = screen<Screen.Doors>("the visit") { list -> list.doors.doors.any { it.outcome == Outcome.REFUSED } }
        assertEquals(1, after.doors.doors.count { it.outcome != null })
    }

    @Test fun `dark mode and text size are the system's`() {
        lookUpMilkCarton()
        val light = groundOf(rule.activity)
        val title = view.title
        val small = rule.onNodeWithText(title).fetchSemanticsNode().size.height
        RuntimeEnvironment.setQualifiers("+night")
        RuntimeEnvironment.setFontScale(2f)
        rule.activityRule.scenario.recreate()
        rule.waitForIdle()
        val configuration = rule.activity.resources.configuration
        assertEquals(Configuration.UI_MODE_NIGHT_YES, configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK)
        assertTrue(brightness(light) > 200)
        assertTrue(brightness(groundOf(rule.activity)) < 60)
        assertTrue(rule.onNodeWithText(title).fetchSemanticsNode().size.height > small * 1.5)
    }

    private fun back() {
        rule.runOnUiThread { rule.activity.onBackPressedDispatcher.onBackPressed() }
        rule.waitForIdle()
    }
}
