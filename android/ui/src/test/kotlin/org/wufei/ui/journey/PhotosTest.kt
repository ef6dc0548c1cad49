package org.wufei.ui.journey

import java.io.File
import kotlin.math.abs
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.wufei.app.EnrolmentView
import org.wufei.app.LookupResult
import org.wufei.app.PhotoRow
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.domain.Outcome
import org.wufei.shell.Abilities
import org.wufei.shell.MadeUpPictures
import org.wufei.shell.NoAbilities
import org.wufei.shell.RealServer
import org.wufei.ui.inspect.demandOf
import org.wufei.ui.inspect.walk

/** Red of the bottle that is pictured: each photo has its own. */
private val SHADES = listOf(40, 200)

/** Photos added, seen and taken away by hand. */
class PhotosTest {
    private fun with(bench: Bench, server: String, story: Hands.(MadeUpPictures) -> Unit) {
        val pictures = MadeUpPictures(File(bench.folder, "picked"))
        SHADES.forEach(pictures::picture)
        pictures.notes()
        val abilities = Abilities(NoAbilities.scanner, NoAbilities.voice, NoAbilities.sharing, NoAbilities.locator, pictures)
        bench.onScreen(server, abilities, picksPhotos = true) { story(pictures) }
    }

    @Test fun `photos of a missing item`() = Bench().use { bench ->
        with(bench, "") {
            type(screen<Screen.Lookup>().lookup.fieldLabel, "曲率引擎")
            val unknown = screen<Screen.Lookup> { it.lookup.result is LookupResult.Unknown }.lookup
            press(unknown.photos!!.addLabel!!)
            val one = screen<Screen.Lookup> { it.lookup.photos?.rows?.size == 1 }.lookup.photos!!
            assertShown(SHADES[0], one.rows.single())
            press(one.addLabel!!)
            val two = screen<Screen.Lookup> { it.lookup.photos?.rows?.size == 2 }.lookup.photos!!
            assertShown(SHADES[1], two.rows.last())
            press(two.addLabel!!)
            screen<Screen.Lookup> { it.lookup.photos?.problem != null }
            assertEquals("", walk(root, demandOf(view.elder)).wrong.joinToString("\n"))
            press(two.rows.first().removeLabel)
            val left = screen<Screen.Lookup> { it.lookup.photos?.rows?.size == 1 }.lookup.photos!!.rows.single()
            assertEquals(two.rows.last().photo, left.photo)
            // The picture goes with its photo, and does not stay in its place.
            assertShown(SHADES[1], left)
            press((unknown.result as LookupResult.Unknown).tellUs!!)
            assertNull(screen<Screen.Lookup> { (it.lookup.result as? LookupResult.Unknown)?.told != null }.lookup.photos)
        }
    }

    @Test fun `a photo of a door`() = Bench().use { bench ->
        RealServer(bench.folder).use { server ->
            server.start()
            with(bench, server.address) {
                tab(Tab.SETTINGS)
                val ask = screen<Screen.Settings>().settings.enrolment as EnrolmentView.Ask
                type(ask.fieldLabel, server.code("volunteer"))
                press(ask.enrolLabel)
                screen<Screen.Settings> { it.settings.enrolment is EnrolmentView.Done }
                tab(Tab.TURFS)
                press(screen<Screen.Turfs> { !it.turfs.busy && it.turfs.offers.any { offer -> offer.takeLabel != null } }.turfs.offers.firstNotNullOf { it.takeLabel })
                answerQuestions()
                press(screen<Screen.QuizDone>().done.finishLabel)
                press(screen<Screen.Turfs> { it.turfs.mine.isNotEmpty() && !it.turfs.busy }.turfs.mine.first().walkLabel)
                val doors = screen<Screen.Doors> { it.doors.loading == null && it.doors.doors.isNotEmpty() }.doors.doors
                press(doors.first { it.openLabel != null }.label)
                press(screen<Screen.Door>().door.photos!!.addLabel!!)
                val door = screen<Screen.Door> { it.door.photos?.rows?.size == 1 }.door
                assertShown(SHADES[0], door.photos!!.rows.single())
                press(door.outcomes.first { it.outcome == Outcome.NOT_HOME }.label)
                screen<Screen.Doors> { it.doors.doors.any { seen -> seen.outcome == Outcome.NOT_HOME && !seen.unsent } }
                await { server.photos().keys == setOf(door.photos!!.rows.single().photo) }
            }
        }
    }

    /** The bottle stands in the middle of the picture. */
    private fun Hands.assertShown(shade: Int, row: PhotoRow) {
        val picture = picture(row.label)
        val middle = picture.at(picture.width / 2, picture.height / 2)
        val off = listOf(16 to shade, 8 to 120, 0 to 90).maxOf { (shift, channel) -> abs((middle shr shift and 0xFF) - channel) }
        assertTrue("%06x".format(middle and 0xFFFFFF), off < 16)
    }
}
