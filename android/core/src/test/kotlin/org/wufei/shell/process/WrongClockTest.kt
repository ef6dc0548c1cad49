package org.wufei.shell.process

import java.io.File
import java.nio.file.Path
import java.time.Year
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.wufei.app.PointEvent
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.UiEvent
import org.wufei.shell.Phone
import org.wufei.shell.RealServer

/** Where a phone begins whose battery was empty; Debian's `libfaketime` tells it to a process. */
private val SINCE_1970 = mapOf(
    "LD_PRELOAD" to "/usr/\$LIB/faketime/libfaketimeMT.so.1",
    "FAKETIME" to "@1970-01-02 08:00:00",
    "FAKETIME_DONT_FAKE_MONOTONIC" to "1",
)

/** A phone that does not know what day it is makes no record, says why and what to do, and keeps what was typed. */
class WrongClockTest {
    @TempDir
    lateinit var temporary: Path
    private val folder: File get() = temporary.toFile()
    private val year = Year.now()

    @Test
    fun `a shift does not open in 1970`() = RealServer(folder).use { server ->
        server.start()
        assertSaysTheDate(script(server, "new", server.code("attendant"), SINCE_1970))
        // The check must be able to fail: a process that is told nothing opens it.
        assertEquals("$year GOOD 已开班。", script(server, "new", "", emptyMap()))
    }

    @Test
    fun `a drop-off weighed in 1970 is on the screen until the clock is right`() = RealServer(folder).use { server ->
        server.start()
        assertEquals("$year GOOD 已开班。", script(server, "open", server.code("attendant"), emptyMap()))
        assertSaysTheDate(script(server, "open", "", SINCE_1970))
        Phone(File(folder, "open"), server.address).use { phone ->
            phone.send(UiEvent.Open(Tab.POINT))
            val weighed = phone.shows("what was weighed") { (it.screen as? Screen.Weigh)?.weigh?.lines?.isNotEmpty() == true || it.screen is Screen.Review }
            if (weighed.screen is Screen.Weigh) phone.atPoint(PointEvent.Review)
            phone.screen<Screen.Review>("the review")
            phone.confirmDropOff()
            phone.atPoint(PointEvent.OpenLog)
            assertEquals(1, phone.screen<Screen.Log>("the log") { it.log.rows.isNotEmpty() }.log.rows.size)
        }
    }

    private fun assertSaysTheDate(said: String) {
        assertTrue(said.startsWith("1970 "), "libfaketime is missing: $said")
        assertTrue(said.startsWith("1970 PROBLEM 这台手机的日期是 1970年1月2日") && "自动确定日期和时间" in said && "什么都没丢" in said, said)
    }

    private fun script(server: RealServer, name: String, code: String, environment: Map<String, String>): String {
        val words = listOf(File(folder, name).path, server.address, code)
        return Child(DropOffScript::class.java, words, environment = environment).use { it.ended() }.trim()
    }
}
