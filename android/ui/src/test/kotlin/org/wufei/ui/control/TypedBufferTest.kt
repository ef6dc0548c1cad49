package org.wufei.ui.control

import androidx.compose.ui.text.TextRange
import androidx.compose.ui.text.input.TextFieldValue
import org.junit.Assert.assertEquals
import org.junit.Test

class TypedBufferTest {
    private val raised = mutableListOf<String>()
    private val buffer = TypedBuffer("")
    private fun key(text: String, composing: Boolean = false) =
        buffer.onKey(TextFieldValue(text, TextRange(text.length), if (composing) TextRange(0, text.length) else null)) { raised += it }

    @Test fun `a late echo does not disturb what is being composed`() {
        key("n", composing = true)
        key("ni", composing = true)
        buffer.onView("n")
        assertEquals("ni", buffer.value.text)
        assertEquals(TextRange(0, 2), buffer.value.composition)
        buffer.onView("ni")
        assertEquals(TextRange(0, 2), buffer.value.composition)
        assertEquals(listOf("n", "ni"), raised)
    }

    @Test fun `a view that skips an echo is still one`() {
        key("a")
        key("ab")
        key("abc")
        buffer.onView("ab")
        assertEquals("abc", buffer.value.text)
        buffer.onView("abc")
        buffer.onView("")
        assertEquals("", buffer.value.text)
    }

    @Test fun `what the core says otherwise wins`() {
        key("abc")
        buffer.onView("ABC")
        assertEquals("ABC", buffer.value.text)
        assertEquals(TextRange(3), buffer.value.selection)
    }

    @Test fun `moving the cursor raises nothing`() {
        key("abc")
        buffer.onKey(TextFieldValue("abc", TextRange(1))) { raised += it }
        assertEquals(listOf("abc"), raised)
        assertEquals(TextRange(1), buffer.value.selection)
    }
}
