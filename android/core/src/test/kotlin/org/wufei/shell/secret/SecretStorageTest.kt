package org.wufei.shell.secret

import java.io.File
import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArraySet
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.wufei.app.EnrolmentView
import org.wufei.app.OutboxEvent
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent
import org.wufei.domain.Outcome
import org.wufei.shell.Between
import org.wufei.shell.NoSecretStorage
import org.wufei.shell.Phone
import org.wufei.shell.RealServer
import org.wufei.shell.SEAL_KEY_BYTES
import org.wufei.shell.SealKey
import org.wufei.shell.SecretStorage

/** The device's token with a key from the phone's secret storage, with another one, and with none. */
class SecretStorageTest {
    @TempDir
    lateinit var temporary: Path
    private val folder: File get() = temporary.toFile()
    private val device get() = File(folder, "device")

    @Test
    fun `with a key the token is in no file, and the same key opens it again`() {
        assertEquals(emptyList<String>(), filesWithToken(device, keep(1)))
        Phone(device, secrets = keep(1)).use { phone ->
            assertTrue(phone.enrolment() is EnrolmentView.Done)
            assertEquals(emptyList<String>(), phone.unsealed)
        }
        // The search must be able to find: without a key the token lies there.
        assertTrue(filesWithToken(File(folder, "open"), NoSecretStorage).isNotEmpty())
    }

    @Test
    fun `with another key the app asks for a code again, and what waits still waits and goes up then`() = RealServer(folder).use { server ->
        server.start()
        Phone(device, server.address, secrets = keep(1)).use { phone ->
            phone.enrol(server.code("volunteer"))
            val door = phone.walkFirstTurf().doors.doors.first { it.openLabel != null }
            server.kill()
            phone.walk(TurfsEvent.DoorPicked(door.door))
            phone.walk(TurfsEvent.OutcomeTapped(Outcome.NOT_HOME))
            phone.waits(1u)
        }
        Phone(device, server.address, secrets = keep(1)).use { same -> assertTrue(same.enrolment() is EnrolmentView.Done) }
        Phone(device, server.address, secrets = keep(2)).use { phone ->
            assertTrue(phone.enrolment() is EnrolmentView.Ask)
            assertEquals(1, phone.waits(1u).outbox.rows.size)
            server.start()
            phone.enrol(server.code("volunteer"))
            phone.send(UiEvent.Open(Tab.OUTBOX))
            phone.send(UiEvent.Outbox(OutboxEvent.SyncNow))
            phone.screen<Screen.Outbox>("all sent") { it.outbox.waiting == 0u && it.outbox.attention.isEmpty() }
        }
        Unit
    }

    @Test
    fun `a storage that throws, has nothing or has no key opens the app all the same, and the log says so`() {
        val why = mapOf(
            SecretStorage { throw SecurityException("locked") } to "the token is not sealed: locked",
            SecretStorage { error("") } to "the token is not sealed: ",
            NoSecretStorage to "the token is not sealed: no secret storage",
            SecretStorage { SealKey.Kept(ByteArray(SEAL_KEY_BYTES - 1) { 77 }) } to "the token is not sealed: a key of 31 bytes",
        )
        why.entries.forEachIndexed { index, (storage, said) ->
            Phone(File(folder, "$index"), secrets = storage).use { phone ->
                phone.goesOn()
                assertEquals(listOf(said), phone.unsealed)
            }
        }
    }

    private fun keep(byte: Byte) = SecretStorage { SealKey.Kept(ByteArray(SEAL_KEY_BYTES) { byte }) }

    /** Enrols a phone in [device], and looks for its token in all its files, before and after it is closed. */
    private fun filesWithToken(device: File, secrets: SecretStorage): List<String> {
        val served = File(folder, "served-${device.name}").apply { mkdirs() }
        return RealServer(served).use { server ->
            server.start()
            val tokens = CopyOnWriteArraySet<String>()
            val overheard = Between(server.address) { request ->
                request.requestHeaders.getFirst("authorization")?.let { tokens += it.removePrefix("Bearer ") }
                request.requestURI.toString()
            }
            overheard.use { between ->
                Phone(device, between.address, secrets = secrets).use { phone ->
                    phone.enrol(server.code("volunteer"))
                    phone.walkFirstTurf()
                    filesWith(device, tokens.single())
                } + filesWith(device, tokens.single())
            }
        }
    }

    private fun filesWith(device: File, token: String): List<String> {
        require(token.length >= 20) { "a token of ${token.length} letters" }
        val files = device.walk().filter { it.isFile }.toList()
        require(files.any { it.name == "device.sqlite" }) { "files: $files" }
        // One letter a byte, so that the search misses none.
        return files.filter { token in it.readText(Charsets.ISO_8859_1) }.map { it.name }
    }

    private fun Phone.enrolment(): EnrolmentView {
        send(UiEvent.Open(Tab.SETTINGS))
        return screen<Screen.Settings>("settings").settings.enrolment
    }

    private fun Phone.waits(count: UInt): Screen.Outbox {
        send(UiEvent.Open(Tab.OUTBOX))
        return screen("$count wait") { it.outbox.waiting == count && it.outbox.rows.isNotEmpty() }
    }
}
