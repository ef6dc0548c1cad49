package org.wufei.ui.journey

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.wufei.app.EnrolmentView
import org.wufei.app.LookupResult
import org.wufei.app.Note
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.Tone
import org.wufei.shell.Abilities
import org.wufei.shell.NoAbilities
import org.wufei.shell.RealServer
import org.wufei.ui.inspect.demandOf
import org.wufei.ui.inspect.walk

private const val MUCH = 10_000

/** What no one should type and no phone should do: the screen says what happened, nothing is cut, nothing hangs. */
class BadInputTest {
    private fun Hands.assertWhole() = assertEquals("", walk(root, demandOf(view.elder)).wrong.joinToString("\n"))

    private fun Hands.says(note: Note?) {
        assertTrue("$note", note!!.tone != Tone.GOOD && note.text.isNotBlank())
        assertWhole()
        press(note.dismiss)
        await { it.note == null }
    }

    @Test fun `ten thousand characters in the look-up`() = Bench().use { bench ->
        bench.onScreen("", NoAbilities) {
            type(screen<Screen.Lookup>().lookup.fieldLabel, "无".repeat(MUCH))
            screen<Screen.Lookup> { it.lookup.typed.isNotEmpty() && it.lookup.result !is LookupResult.Empty }
            assertWhole()
            press(screen<Screen.Lookup>().lookup.clearLabel)
            screen<Screen.Lookup> { it.lookup.result is LookupResult.Empty }
            type(screen<Screen.Lookup>().lookup.fieldLabel, "牛奶盒")
            screen<Screen.Lookup> { it.lookup.result is LookupResult.Found }
        }
    }

    @Test fun `ten thousand characters as a code`() = Bench().use { bench ->
        RealServer(bench.folder).use { server ->
            server.start()
            bench.onScreen(server.address, NoAbilities) {
                tab(Tab.SETTINGS)
                val ask = screen<Screen.Settings>().settings.enrolment as EnrolmentView.Ask
                type(ask.fieldLabel, "A".repeat(MUCH))
                press(ask.enrolLabel)
                screen<Screen.Settings> { (it.settings.enrolment as? EnrolmentView.Ask)?.let { again -> !again.busy && again.problem != null } == true }
                assertWhole()
            }
        }
    }

    @Test fun `abilities that throw`() = Bench().use { bench ->
        val broken = Abilities(
            scanner = { error("the camera is taken") },
            voice = { _, _ -> throw SecurityException("not allowed") },
            sharing = { throw NoSuchElementException() },
            locator = { error("the position service is off") },
        )
        bench.onScreen("", broken) {
            type(screen<Screen.Lookup>().lookup.fieldLabel, "牛奶盒")
            val item = (screen<Screen.Lookup> { it.lookup.result is LookupResult.Found }.lookup.result as LookupResult.Found).item
            press(item.readAloudLabel)
            says(await { it.note != null }.note)
            press(item.shareLabel)
            says(await { it.note != null }.note)
            screen<Screen.Lookup> { it.lookup.result is LookupResult.Found }
        }
    }
}
