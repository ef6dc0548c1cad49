package org.wufei.shell

import java.io.File
import java.nio.file.Path
import java.util.Locale
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.wufei.app.CardStep
import org.wufei.app.EnrolmentView
import org.wufei.app.LookupEvent
import org.wufei.app.LookupResult
import org.wufei.app.PointEvent
import org.wufei.app.Screen
import org.wufei.app.SettingsEvent
import org.wufei.app.Tab
import org.wufei.app.UiEvent
import org.wufei.app.ViewModel
import org.wufei.domain.Language

private const val LONG = 10_000

/** What no person types, and phones that are set up in a way nobody foresaw. */
class BadInputTest {
    @TempDir
    lateinit var temporary: Path
    private val folder: File get() = temporary.toFile()

    @Test
    fun `ten thousand characters in the look-up and in the code`() = Phone(folder).use { phone ->
        val long = "壳".repeat(LONG)
        phone.lookUp(LookupEvent.Typed(long))
        val lookup = phone.screen<Screen.Lookup>("an answer") { it.lookup.typed == long && it.lookup.result is LookupResult.Unknown }.lookup
        assertTrue((lookup.result as LookupResult.Unknown).text.contains(long))
        phone.goesOn()
        phone.send(UiEvent.Open(Tab.SETTINGS))
        phone.send(UiEvent.Settings(SettingsEvent.CodeTyped("3".repeat(LONG))))
        phone.send(UiEvent.Settings(SettingsEvent.Enrol))
        val ask = phone.screen<Screen.Settings>("a sentence") { (it.settings.enrolment as EnrolmentView.Ask).problem != null }
        assertTrue((ask.settings.enrolment as EnrolmentView.Ask).problem!!.contains("登记码"))
        phone.goesOn()
    }

    @Test
    fun `ten thousand characters in card and weight`() = RealServer(folder).use { server ->
        server.start()
        Phone(File(folder, "device"), server.address).use { phone ->
            phone.enrol(server.code("attendant"))
            val material = phone.openShift().materials.first().material
            phone.atPoint(PointEvent.CardTyped("1".repeat(LONG)))
            phone.atPoint(PointEvent.CardEntered)
            val card = phone.screen<Screen.Weigh>("a sentence") { (it.weigh.card as? CardStep.Ask)?.problem != null }.weigh.card as CardStep.Ask
            assertTrue(card.problem!!.contains("户卡号是 8 位数字"))
            phone.atPoint(PointEvent.MaterialPicked(material))
            phone.atPoint(PointEvent.GrossTyped("9".repeat(LONG)))
            phone.atPoint(PointEvent.AddLine)
            val entry = phone.screen<Screen.Weigh>("a sentence") { it.weigh.entry.problem != null }.weigh.entry
            assertTrue(entry.problem!!.contains("9".repeat(20)))
            phone.atPoint(PointEvent.GrossTyped("1"))
            phone.atPoint(PointEvent.AddLine)
            phone.screen<Screen.Weigh>("a line") { it.weigh.lines.size == 1 }
            phone.goesOn()
        }
    }

    /** The shell tells the core no locale: language is picked in the app, numbers and words are the core's. */
    @Test
    fun `the phone's own locale changes nothing`() {
        val before = Locale.getDefault()
        val views = try {
            listOf("zh-CN", "fr-FR", "tr-TR", "ar-EG-u-nu-arab", "xx-XX").map { tag ->
                Locale.setDefault(Locale.forLanguageTag(tag))
                viewIn(File(folder, tag))
            }
        } finally {
            Locale.setDefault(before)
        }
        assertEquals(1, views.distinct().size)
        // The check must be able to fail: a language picked in the app does change it.
        assertNotEquals(views.first(), viewIn(File(folder, "english"), Language.ENGLISH))
    }

    private fun viewIn(device: File, language: Language? = null): ViewModel = Phone(device).use { phone ->
        language?.let { phone.send(UiEvent.Settings(SettingsEvent.LanguagePicked(it))) }
        phone.goesOn()
        phone.view
    }
}
