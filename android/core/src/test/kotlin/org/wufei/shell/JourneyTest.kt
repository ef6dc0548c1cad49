package org.wufei.shell

import java.io.File
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.wufei.app.LookupEvent
import org.wufei.app.LookupResult
import org.wufei.app.OutboxEvent
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent
import org.wufei.domain.BinColour
import org.wufei.domain.Outcome

/** A volunteer's evening through the real Rust core and the real server, as a phone would run it. */
class JourneyTest {
    @TempDir
    lateinit var temporary: Path
    private val folder: File get() = temporary.toFile()

    @Test
    fun `the look-up needs no server and no enrolment`() = Phone(File(folder, "device")).use { phone ->
        phone.lookUp(LookupEvent.Typed("牛奶盒"))
        val found = phone.screen<Screen.Lookup>("an answer") { it.lookup.result is LookupResult.Found }
        val part = (found.lookup.result as LookupResult.Found).item.parts.first()
        assertEquals(BinColour.BLUE, part.colour)
        assertTrue(part.binLine.contains("可回收物"), part.binLine)
        phone.lookUp(LookupEvent.ReadAloud) // no voice here: the core must go on
        phone.lookUp(LookupEvent.Clear)
        phone.screen<Screen.Lookup>("an empty field") { it.lookup.result is LookupResult.Empty }
        Unit
    }

    @Test
    fun `a volunteer enrols, walks three doors with the server away, and syncs`() = RealServer(folder).use { server ->
        server.start()
        Phone(File(folder, "device"), server.address).use { phone ->
            phone.enrol(server.code("volunteer"))
            val doors = phone.walkFirstTurf().doors.doors
            server.kill()
            val outcomes = listOf(Outcome.NOT_HOME, Outcome.REFUSED, Outcome.NO_ACCESS)
            doors.filter { it.openLabel != null }.take(3).zip(outcomes).forEachIndexed { index, (door, outcome) ->
                phone.walk(TurfsEvent.DoorPicked(door.door))
                phone.screen<Screen.Door>("the door") { it.door.door == door.door }
                phone.walk(TurfsEvent.OutcomeTapped(outcome))
                phone.screen<Screen.Doors>("visit ${index + 1} on the list") { list -> list.doors.doors.count { it.unsent } == index + 1 }
            }
            phone.send(UiEvent.Open(Tab.OUTBOX))
            phone.screen<Screen.Outbox>("three wait") { it.outbox.waiting == 3u }
            server.start()
            phone.send(UiEvent.Outbox(OutboxEvent.SyncNow))
            phone.screen<Screen.Outbox>("all sent") { it.outbox.waiting == 0u && it.outbox.attention.isEmpty() }
        }
        Unit
    }
}
