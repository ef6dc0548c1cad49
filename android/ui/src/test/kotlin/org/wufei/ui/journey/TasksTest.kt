package org.wufei.ui.journey

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.wufei.app.CardStep
import org.wufei.app.EnrolmentView
import org.wufei.app.LookupResult
import org.wufei.app.Screen
import org.wufei.app.Spoken
import org.wufei.app.Tab
import org.wufei.domain.Outcome
import org.wufei.shell.Abilities
import org.wufei.shell.NoAbilities
import org.wufei.shell.RealServer

/** The most taps that a look-up may take from the first start. */
private const val LOOKUP_TAPS_MAX = 2

/** The commonest tasks, done by hand on the real core and server, standard and elder: taps, characters and seconds in one table. */
class TasksTest {
    private val tasks = mutableListOf<Task>()
    private val spoken = mutableListOf<String>()
    private val asked = mutableListOf<String>()

    /** Has a voice; notes whatever else the core asks of the phone, as a permission would be asked for it. */
    private val abilities = Abilities(
        scanner = { asked += "camera"; NoAbilities.scanner.scan(it) },
        voice = { text, _ -> spoken += text; Spoken.Done },
        sharing = { asked += "share"; NoAbilities.sharing.share(it) },
        locator = { asked += "position"; NoAbilities.locator.locate(it) },
    )

    @Test fun `ten common tasks`() {
        for (elder in listOf(false, true)) {
            Bench().use { it.onScreen("", abilities) { firstStart(elder) } }
            Bench().use { bench ->
                RealServer(bench.folder).use { server ->
                    server.start()
                    bench.onScreen(server.address, abilities) { resident(elder, server) }
                }
            }
            withServer(elder) { server -> attendant(server) }
            withServer(elder) { server -> volunteer(server) }
        }
        println("task                                          | mode     | taps | characters | seconds")
        tasks.forEach { println("%-45s | %-8s | %4d | %10d | %.1f".format(it.name, if (it.elder) "elder" else "standard", it.taps, it.typed, it.seconds)) }
        assertEquals(2, tasks.groupBy { it.name }.values.map { it.size }.distinct().single())
        assertEquals("nothing is asked of the phone for a look-up or a day's work", emptyList<String>(), asked)
    }

    private fun withServer(elder: Boolean, story: Hands.(RealServer) -> Unit) = Bench().use { bench ->
        RealServer(bench.folder).use { server ->
            server.start()
            bench.onScreen(server.address, abilities) {
                if (elder) switchElder()
                startAnew()
                story(server)
            }
        }
    }

    private fun Hands.keep(name: String) {
        tasks += done(name)
    }

    private fun Hands.switchElder() {
        tab(Tab.SETTINGS)
        press(screen<Screen.Settings>().settings.elderLabel)
        await { it.elder }
        tab(Tab.LOOKUP)
        screen<Screen.Lookup>()
    }

    /** No login, no network, nothing asked. */
    private fun Hands.firstStart(elder: Boolean) {
        if (elder) {
            tab(Tab.SETTINGS)
            press(screen<Screen.Settings>().settings.elderLabel)
            await { it.elder }
            keep("switch to elder mode")
            tab(Tab.LOOKUP)
            screen<Screen.Lookup>()
        }
        startAnew()
        type(screen<Screen.Lookup>().lookup.fieldLabel, "牛奶盒")
        val item = (screen<Screen.Lookup> { it.lookup.result is LookupResult.Found }.lookup.result as LookupResult.Found).item
        assertTrue("$taps taps", taps <= LOOKUP_TAPS_MAX)
        keep("look an item up")
        press(item.readAloudLabel)
        await { spoken.isNotEmpty() }
        assertEquals(item.spoken, spoken.last())
        keep("have the answer read aloud")
        press(screen<Screen.Lookup>().lookup.clearLabel)
        val examples = (screen<Screen.Lookup> { it.lookup.result is LookupResult.Empty }.lookup.result as LookupResult.Empty).examples
        startAnew()
        press(examples.first().name)
        screen<Screen.Lookup> { it.lookup.result is LookupResult.Found }
        assertTrue("$taps taps", taps <= LOOKUP_TAPS_MAX)
        keep("pick an example")
        if (!elder) {
            tab(Tab.SETTINGS)
            press(screen<Screen.Settings>().settings.elderLabel)
            await { it.elder }
            press(screen<Screen.Settings>().settings.elderLabel)
            await { !it.elder }
            keep("switch to elder mode")
        }
    }

    private fun Hands.enrol(server: RealServer, role: String) {
        tab(Tab.SETTINGS)
        val ask = screen<Screen.Settings>().settings.enrolment as EnrolmentView.Ask
        type(ask.fieldLabel, server.code(role))
        press(ask.enrolLabel)
        screen<Screen.Settings> { it.settings.enrolment is EnrolmentView.Done }
    }

    private fun Hands.resident(elder: Boolean, server: RealServer) {
        if (elder) switchElder()
        startAnew()
        enrol(server, "resident")
        keep("enrol by typing a code")
        tab(Tab.HOUSEHOLD)
        val household = screen<Screen.Household>().household
        assertTrue(household.card.number.isNotBlank() && household.booked.isNotBlank())
        keep("show my card and my points")
    }

    private fun Hands.attendant(server: RealServer) {
        enrol(server, "attendant")
        startAnew()
        tab(Tab.POINT)
        press(screen<Screen.Shift> { it.shift.openLabel != null }.shift.openLabel!!)
        val ask = screen<Screen.Weigh> { (it.weigh.card as? CardStep.Ask)?.picks?.isNotEmpty() == true }.weigh.card as CardStep.Ask
        type(ask.fieldLabel, ask.picks.first().number.filter { it.isDigit() })
        press(ask.enterLabel)
        val weigh = screen<Screen.Weigh> { it.weigh.card is CardStep.Known }.weigh
        press(weigh.materials.first().name)
        type(weigh.entry.grossLabel, "3.2")
        screen<Screen.Weigh> { it.weigh.entry.gross == "3.2" }
        press(weigh.entry.addLabel)
        press(screen<Screen.Weigh> { it.weigh.canReview }.weigh.reviewLabel)
        press(screen<Screen.Review>().review.confirmLabel)
        val after = screen<Screen.Weigh>().weigh
        keep("open a shift and log one drop-off")
        press(after.logLabel)
        press(screen<Screen.Log> { it.log.rows.any { row -> row.mendLabel != null } }.log.rows.firstNotNullOf { it.mendLabel })
        press(screen<Screen.Mend>().mend.reasons.first().label)
        await { it.screen !is Screen.Mend }
        keep("mend a drop-off")
    }

    private fun Hands.volunteer(server: RealServer) {
        enrol(server, "volunteer")
        startAnew()
        tab(Tab.TURFS)
        press(screen<Screen.Turfs>().turfs.refreshLabel)
        press(screen<Screen.Turfs> { !it.turfs.busy && it.turfs.offers.any { offer -> offer.takeLabel != null } }.turfs.offers.firstNotNullOf { it.takeLabel })
        answerQuestions()
        keep("answer the ten questions before a first turf")
        press(screen<Screen.QuizDone>().done.finishLabel)
        val mine = screen<Screen.Turfs> { it.turfs.mine.isNotEmpty() && !it.turfs.busy }.turfs.mine
        keep("take a turf")
        press(mine.first().walkLabel)
        val doors = screen<Screen.Doors> { it.doors.loading == null && it.doors.doors.isNotEmpty() }.doors.doors.filter { it.openLabel != null }
        press(doors[0].label)
        press(screen<Screen.Door>().door.outcomes.first { it.outcome == Outcome.NOT_HOME }.label)
        screen<Screen.Doors> { it.doors.doors.any { door -> door.outcome == Outcome.NOT_HOME } }
        keep("record a visit: not home")
        press(doors[1].label)
        press(screen<Screen.Door>().door.outcomes.first { it.outcome == Outcome.MET }.label)
        val script = screen<Screen.Door> { it.door.script != null }.door.script!!
        script.questions.forEach { press(it.choices.first().label) }
        press(script.saveLabel)
        screen<Screen.Doors> { it.doors.doors.any { door -> door.outcome == Outcome.MET } }
        keep("record a visit: met, with the script")
        tab(Tab.OUTBOX)
        assertTrue(screen<Screen.Outbox>().outbox.waitingLine.isNotBlank())
        keep("see what waits to be sent")
    }
}
