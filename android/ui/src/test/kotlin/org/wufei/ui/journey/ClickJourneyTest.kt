package org.wufei.ui.journey

import org.junit.Assert.assertEquals
import org.junit.Test
import org.wufei.app.EnrolmentView
import org.wufei.app.Located
import org.wufei.app.LookupResult
import org.wufei.app.Screen
import org.wufei.app.Shared
import org.wufei.app.Tab
import org.wufei.shell.Abilities
import org.wufei.shell.NoAbilities
import org.wufei.shell.RealServer

/** What the phone is asked for reaches it, and what it answers reaches the screen. */
class ClickJourneyTest {
    @Test fun `an answer is shared`() = Bench().use { bench ->
        val shared = mutableListOf<String>()
        val abilities = Abilities(NoAbilities.scanner, NoAbilities.voice, { shared += it; Shared.Done }, NoAbilities.locator)
        bench.onScreen("", abilities) {
            type(screen<Screen.Lookup>().lookup.fieldLabel, "牛奶盒")
            val item = (screen<Screen.Lookup> { it.lookup.result is LookupResult.Found }.lookup.result as LookupResult.Found).item
            press(item.shareLabel)
            await { shared.isNotEmpty() }
            assertEquals(true, item.name in shared.single() && item.parts.first().binLine in shared.single())
        }
    }

    @Test fun `how far the recycling points are is asked only when wanted`() = Bench().use { bench ->
        val reasons = mutableListOf<String>()
        val abilities = Abilities(NoAbilities.scanner, NoAbilities.voice, NoAbilities.sharing, { reasons += it; Located.At(29_700_000, 120_700_000) })
        RealServer(bench.folder).use { server ->
            server.start()
            bench.onScreen(server.address, abilities) {
                tab(Tab.SETTINGS)
                val ask = screen<Screen.Settings>().settings.enrolment as EnrolmentView.Ask
                type(ask.fieldLabel, server.code("resident"))
                press(ask.enrolLabel)
                screen<Screen.Settings> { it.settings.enrolment is EnrolmentView.Done }
                tab(Tab.HOUSEHOLD)
                val points = screen<Screen.Household> { it.household.points.locateLabel != null }.household.points
                assertEquals(emptyList<String>(), reasons)
                press(points.locateLabel!!)
                screen<Screen.Household> { it.household.points.rows.any { point -> point.distance != null } }
                assertEquals(1, reasons.size)
            }
        }
    }
}
