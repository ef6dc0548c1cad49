package org.wufei.shell

import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.wufei.app.LookupEvent
import org.wufei.app.LookupResult
import org.wufei.app.Scanned
import org.wufei.app.Screen
import org.wufei.app.ShellAnswer
import org.wufei.app.ShellQuestion
import org.wufei.app.Spoken
import org.wufei.app.UiEvent
import org.wufei.core.Shell
import org.wufei.core.ShellException
import org.wufei.core.WufeiConfig
import org.wufei.core.WufeiCore
import org.wufei.core.WufeiException

private const val NO_VOICE = "现在读不出声音，请看文字。"

/** Bad shells at the bare binding: wrong, second, late and unknown answers, and exceptions. */
class AnswersTest {
    @TempDir
    lateinit var folder: Path
    private val shell = RecordingShell()
    private lateinit var core: WufeiCore

    @BeforeEach
    fun open() {
        core = WufeiCore(WufeiConfig(folder.toString(), "", "330600000000", null, null), shell)
        core.send(UiEvent.Start)
        lookUpMilkCarton()
    }

    @AfterEach
    fun close() = core.close()

    @Test
    fun `an answer of the wrong kind is refused and the question stays open`() {
        val id = askToRead()
        assertRefused("asked for something else") { core.answer(id, ShellAnswer.Scan(Scanned.Text("12345671"))) }
        assertNull(core.view().note)
        core.answer(id, unavailable)
        saysNoVoice()
    }

    @Test
    fun `a second answer is refused and changes nothing`() {
        val id = askToRead()
        core.answer(id, ShellAnswer.ReadAloud(Spoken.Done))
        assertRefused("no question $id is open") { core.answer(id, unavailable) }
        assertNull(core.view().note)
        lookUpMilkCarton()
    }

    @Test
    fun `an id that was never given is refused`() {
        for (id in listOf(0uL, 4_711uL, ULong.MAX_VALUE)) {
            assertRefused("no question $id is open") { core.answer(id, unavailable) }
        }
        lookUpMilkCarton()
    }

    @Test
    fun `a late answer, from another thread, is still taken`() {
        val id = askToRead()
        core.send(UiEvent.Lookup(LookupEvent.Clear))
        until("an empty field") { (core.view().screen as Screen.Lookup).lookup.result is LookupResult.Empty }
        thread { core.answer(id, unavailable) }.join()
        saysNoVoice()
        lookUpMilkCarton()
    }

    @Test
    fun `a question that the shell cannot take counts as unavailable`() {
        for (failure in listOf(ShellException.Failed("no looper"), IllegalStateException("爆"), SecurityException("denied"))) {
            shell.onAsk = { throw failure }
            core.send(UiEvent.Lookup(LookupEvent.ReadAloud))
            saysNoVoice()
            core.send(UiEvent.DismissNote)
            until("the note gone") { core.view().note == null }
        }
        lookUpMilkCarton()
    }

    @Test
    fun `a shell that throws when the view changes does not stop the core`() {
        for (failure in listOf(ShellException.Failed("no screen"), IllegalStateException("爆"))) {
            shell.onChanged = { throw failure }
            core.send(UiEvent.Lookup(LookupEvent.Clear))
            until("an empty field") { (core.view().screen as Screen.Lookup).lookup.result is LookupResult.Empty }
            lookUpMilkCarton()
        }
    }

    /** The protection taken away from outside: a shell that keeps quiet is never told to be unavailable. */
    @Test
    fun `no sentence comes without an answer`() {
        askToRead()
        lookUpMilkCarton()
        assertNull(core.view().note)
    }

    private val unavailable = ShellAnswer.ReadAloud(Spoken.Unavailable("test"))

    private fun saysNoVoice() = until("the sentence") { core.view().note?.text == NO_VOICE }

    private fun lookUpMilkCarton() {
        core.send(UiEvent.Lookup(LookupEvent.Typed("牛奶盒")))
        until("an answer") { (core.view().screen as? Screen.Lookup)?.lookup?.result is LookupResult.Found }
    }

    private fun askToRead(): ULong {
        core.send(UiEvent.Lookup(LookupEvent.ReadAloud))
        until("a question") { shell.asked.isNotEmpty() }
        return shell.asked.single().first
    }

    private fun assertRefused(why: String, act: () -> Unit) {
        val message = assertThrows(WufeiException.Answer::class.java) { act() }.message.orEmpty()
        assertEquals(true, why in message, message)
    }

    private class RecordingShell : Shell {
        val asked = CopyOnWriteArrayList<Pair<ULong, ShellQuestion>>()
        @Volatile var onAsk: () -> Unit = {}
        @Volatile var onChanged: () -> Unit = {}

        override fun changed() = onChanged()

        override fun ask(id: ULong, question: ShellQuestion) {
            onAsk()
            asked += id to question
        }
    }
}
