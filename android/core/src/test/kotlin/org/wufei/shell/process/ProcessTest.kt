package org.wufei.shell.process

import java.io.File
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.UiEvent
import org.wufei.shell.NoCore
import org.wufei.shell.Phone
import org.wufei.shell.RealServer

/** What stays when a process ends, and what is said when it cannot begin. */
class ProcessTest {
    @TempDir
    lateinit var temporary: Path
    private val folder: File get() = temporary.toFile()

    @Test
    fun `a process killed in the middle of a script loses no answer`() = RealServer(folder).use { server ->
        server.start()
        assertEquals(listOf(true, false, false), answeredAfterKill(server, "answered", answers = 1).take(3))
        // The check must be able to fail: who answered nothing finds nothing.
        assertTrue(answeredAfterKill(server, "silent", answers = 0).none { it })
    }

    @Test
    fun `without the Rust library the app says that the installation is damaged`() {
        val empty = File(folder, "empty").apply { mkdirs() }
        val said = Child(OpenOnce::class.java, listOf(device, CITY), libraries = empty.path).use { it.ended() }
        assertEquals("DAMAGED ${NoCore.DAMAGED.chinese} ${NoCore.DAMAGED.english}", said.trim())
        assertEquals("running", Child(OpenOnce::class.java, listOf(device, CITY)).use { it.ended() }.trim())
    }

    @Test
    fun `a folder that cannot be opened, or a broken database, is said`() {
        val file = File(folder, "file").apply { writeText("not a folder") }
        val broken = File(folder, "broken").apply { mkdirs() }
        File(broken, "device.sqlite").writeText("not a database, but long enough to be taken for one".repeat(100))
        for (path in listOf(file.path, broken.path)) {
            val said = Child(OpenOnce::class.java, listOf(path, CITY)).use { it.ended() }
            assertEquals("CLOSED ${NoCore.CLOSED.chinese} ${NoCore.CLOSED.english}", said.trim())
        }
    }

    private val device get() = File(folder, "device").path

    /** For each question of the script whether an answer is there once the app is opened again. */
    private fun answeredAfterKill(server: RealServer, name: String, answers: Int): List<Boolean> {
        val device = File(folder, name)
        Child(DoorScript::class.java, listOf(device.path, server.address, server.code("volunteer"), answers.toString())).use { child ->
            child.until(DoorScript.READY)
            child.kill()
        }
        return Phone(device, server.address).use { phone ->
            phone.send(UiEvent.Open(Tab.TURFS))
            val script = phone.screen<Screen.Door>("the door with its script") { it.door.script?.questions?.isNotEmpty() == true }.door.script!!
            script.questions.map { question -> question.choices.any { it.selected } }
        }
    }

    private companion object {
        const val CITY = "330600000000"
    }
}
