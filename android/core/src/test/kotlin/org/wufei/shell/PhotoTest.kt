package org.wufei.shell

import java.io.File
import java.nio.file.Path
import java.security.MessageDigest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.wufei.app.LookupEvent
import org.wufei.app.LookupResult
import org.wufei.app.OutboxEvent
import org.wufei.app.PhotosView
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent
import org.wufei.domain.Outcome

private const val UNKNOWN = "曲率引擎"
private const val NO_PICTURE = "这个文件不是这里能读的图片。请选 JPEG、PNG 或 WebP 图片，或重新拍一张。"
private const val NOT_FETCHED = "这张图片读不出来，可能没有存完整。请换一张，或重新拍一张。"

/** Photos of a door and of a missing item, from a shell's file to the server's. */
class PhotoTest {
    @TempDir
    lateinit var temporary: Path
    private val folder: File get() = temporary.toFile()
    private val pictures by lazy { MadeUpPictures(File(folder, "picked")) }

    @Test
    fun `a photo of a door and one of a missing item go up and are whole at the server`() = withVolunteer { phone, server ->
        pictures.picture(shade = 40)
        phone.walk(TurfsEvent.AddPhoto)
        val ofDoor = phone.photos("the door's photo") { it.rows.size == 1 }.rows.single()
        assertEquals("请拍东西或门，不要拍到人。", pictures.asked.single().hint)
        assertTrue(File(ofDoor.path).isFile)
        server.kill()
        phone.notHome()
        pictures.picture(shade = 200)
        pictures.picture(shade = 90)
        phone.lookUpUnknown()
        repeat(2) { more ->
            phone.lookUp(LookupEvent.AddPhoto)
            phone.photos("photo ${more + 1}") { it.rows.size == more + 1 }
        }
        val (taken, kept) = phone.photos("two photos") { it.rows.size == 2 }.rows
        phone.lookUp(LookupEvent.RemovePhoto(taken.photo))
        assertEquals(kept.photo, phone.photos("one photo") { it.rows.size == 1 }.rows.single().photo)
        phone.lookUp(LookupEvent.TellUs)
        phone.shows("told") { photosOf(it.screen) == null }
        phone.send(UiEvent.Open(Tab.OUTBOX))
        phone.screen<Screen.Outbox>("two records") { it.outbox.waiting == 2u }
        server.start()
        phone.send(UiEvent.Outbox(OutboxEvent.SyncNow))
        until("both whole at the server") { server.photos().filter { (id, bytes) -> isWhole(id, bytes) }.keys == setOf(ofDoor.photo, kept.photo) }
        phone.screen<Screen.Outbox>("all sent") { it.outbox.rows.isEmpty() && it.outbox.attention.isEmpty() }
        // The check must be able to fail.
        server.photos().forEach { (id, bytes) -> assertFalse(isWhole(id, bytes.copyOf().also { it[bytes.size / 2]++ })) }
        assertEquals(emptyList<String>(), pictures.left)
    }

    @Test
    fun `what is no picture is said, and its record goes without it`() = withVolunteer { phone, server ->
        pictures.notes()
        phone.walk(TurfsEvent.AddPhoto)
        assertEquals(NO_PICTURE, phone.photos("what is wrong") { it.problem != null }.problem)
        assertEquals(emptyList<String>(), pictures.left)
        phone.notHome()
        phone.lookUpUnknown()
        pictures.copyFails()
        phone.lookUp(LookupEvent.AddPhoto)
        assertEquals(NOT_FETCHED, phone.photos("what is wrong") { it.problem != null }.problem)
        pictures.changeOfMind()
        phone.lookUp(LookupEvent.AddPhoto)
        val again = phone.photos("nothing wrong") { it.problem == null && it.busy == null }
        assertTrue(again.rows.isEmpty() && again.addLabel != null)
        phone.lookUp(LookupEvent.TellUs)
        phone.send(UiEvent.Open(Tab.OUTBOX))
        phone.send(UiEvent.Outbox(OutboxEvent.SyncNow))
        phone.screen<Screen.Outbox>("all sent") { it.outbox.rows.isEmpty() && it.outbox.attention.isEmpty() && !it.outbox.running }
        assertEquals(emptySet<String>(), server.photos().keys)
        phone.send(UiEvent.Open(Tab.TURFS))
        phone.screen<Screen.Doors>("the visit") { list -> list.doors.doors.count { it.outcome == Outcome.NOT_HOME && !it.unsent } == 1 }
        Unit
    }

    /** Without the shell's word for it nothing is offered, and with it nothing that it cannot do stays on offer. */
    @Test
    fun `a phone without pictures offers none`() {
        Phone(File(folder, "one")).use { phone ->
            phone.lookUpUnknown()
            assertNull(photosOf(phone.view.screen))
        }
        Phone(File(folder, "other"), picksPhotos = true).use { phone ->
            phone.lookUpUnknown()
            phone.lookUp(LookupEvent.AddPhoto)
            assertEquals("这里选不了照片。没有照片也可以照常使用。", phone.shows("a note") { it.note != null }.note?.text)
            assertNull(photosOf(phone.view.screen))
        }
    }

    /** A volunteer at the first door of a turf. */
    private fun withVolunteer(story: (Phone, RealServer) -> Unit) = RealServer(folder).use { server ->
        server.start()
        val abilities = Abilities(NoAbilities.scanner, NoAbilities.voice, NoAbilities.sharing, NoAbilities.locator, pictures)
        Phone(File(folder, "device"), server.address, abilities, picksPhotos = true).use { phone ->
            phone.enrol(server.code("volunteer"))
            val door = phone.walkFirstTurf().doors.doors.first { it.openLabel != null }.door
            phone.walk(TurfsEvent.DoorPicked(door))
            phone.screen<Screen.Door>("the door") { it.door.door == door }
            story(phone, server)
        }
    }

    private fun Phone.notHome() {
        walk(TurfsEvent.OutcomeTapped(Outcome.NOT_HOME))
        screen<Screen.Doors>("the visit") { list -> list.doors.doors.any { it.outcome == Outcome.NOT_HOME } }
    }

    private fun Phone.lookUpUnknown() {
        send(UiEvent.Open(Tab.LOOKUP))
        lookUp(LookupEvent.Typed(UNKNOWN))
        screen<Screen.Lookup>("a word that nobody knows") { it.lookup.result is LookupResult.Unknown }
    }

    private fun Phone.photos(what: String, holds: (PhotosView) -> Boolean): PhotosView =
        photosOf(shows(what) { photosOf(it.screen)?.let(holds) == true }.screen)!!

    private fun photosOf(screen: Screen): PhotosView? = when (screen) {
        is Screen.Lookup -> screen.lookup.photos
        is Screen.Door -> screen.door.photos
        else -> null
    }

    private fun isWhole(id: String, bytes: ByteArray) =
        MessageDigest.getInstance("SHA-256").digest(bytes).joinToString("") { "%02x".format(it) } == id
}
