package org.wufei.shell

import java.nio.file.Path
import kotlinx.coroutines.awaitCancellation
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.wufei.app.LookupEvent
import org.wufei.app.Shared
import org.wufei.app.Spoken
import org.wufei.app.ViewModel

/** What the screen says when the phone cannot, or may not, do what the core asks. */
class AbilitiesTest {
    @TempDir
    lateinit var folder: Path

    private val refused = SecurityException("Permission Denial")

    @Test
    fun `a permission refused becomes a sentence on the screen`() {
        val abilities = Abilities({ throw refused }, { _, _ -> throw refused }, { throw refused }, { throw refused })
        Phone(folder.toFile(), abilities = abilities).use { phone ->
            phone.goesOn()
            phone.lookUp(LookupEvent.ReadAloud)
            assertEquals("现在读不出声音，请看文字。", phone.shows("a note", ::noted).note?.text)
            phone.lookUp(LookupEvent.Share)
            assertEquals("这里不能转发，请截图发给家人。", phone.shows("the other note") { it.note != null && "读" !in it.note.text }.note?.text)
            phone.goesOn()
        }
    }

    @Test
    fun `what a phone can do is done without a word`() {
        val said = mutableListOf<String>()
        val abilities = Abilities(
            NoAbilities.scanner,
            { text, language -> Spoken.Done.also { said += "$language $text" } },
            { text -> Shared.Done.also { said += text } },
            NoAbilities.locator,
        )
        Phone(folder.toFile(), abilities = abilities).use { phone ->
            phone.goesOn()
            phone.lookUp(LookupEvent.ReadAloud)
            until("read aloud") { said.size == 1 }
            phone.lookUp(LookupEvent.Share)
            until("shared") { said.size == 2 }
            assertEquals(true, said[0].startsWith("zh-CN ") && said.all { "牛奶盒" in it }, said.toString())
            assertNull(phone.view.note)
        }
    }

    /** The check above must be able to fail: an ability that never answers brings no sentence. */
    @Test
    fun `an ability that hangs brings no sentence and holds up nothing`() {
        val hung = Abilities({ awaitCancellation() }, { _, _ -> awaitCancellation() }, { awaitCancellation() }, { awaitCancellation() })
        Phone(folder.toFile(), abilities = hung).use { phone ->
            phone.goesOn()
            phone.lookUp(LookupEvent.ReadAloud)
            phone.goesOn()
            assertNull(phone.view.note)
        }
    }

    private fun noted(view: ViewModel) = view.note != null
}
