package org.wufei.phone

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.content.Intent
import android.location.Location
import android.location.LocationManager
import android.os.Looper
import android.speech.tts.TextToSpeech
import java.util.Locale
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowTextToSpeech
import org.wufei.app.LookupResult
import org.wufei.app.Located
import org.wufei.app.Screen

/** The handlers of this phone, with Robolectric's stand-ins for what is behind Android's calls. */
class AbilitiesTest : AppTest() {
    @Test fun `the answer is read aloud in Chinese`() {
        ShadowTextToSpeech.addLanguageAvailability(Locale.forLanguageTag("zh-CN"))
        val item = (lookUpMilkCarton().lookup.result as LookupResult.Found).item
        press(item.readAloudLabel)
        engine(TextToSpeech.SUCCESS)
        await("something said") { shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance()).lastSpokenText != null }
        assertEquals(item.spoken, shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance()).lastSpokenText)
        assertNull(view.note)
    }

    @Test fun `without an engine the screen says so, and the next try looks again`() {
        ShadowTextToSpeech.addLanguageAvailability(Locale.forLanguageTag("zh-CN"))
        val item = (lookUpMilkCarton().lookup.result as LookupResult.Found).item
        press(item.readAloudLabel)
        engine(TextToSpeech.ERROR)
        assertEquals("现在读不出声音，请看文字。", shows("a note") { it.note != null }.note?.text)
        val none = ShadowTextToSpeech.getLastTextToSpeechInstance()
        press(item.readAloudLabel)
        await("another engine") { ShadowTextToSpeech.getLastTextToSpeechInstance() !== none }
        engine(TextToSpeech.SUCCESS)
        await("something said") { shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance()).lastSpokenText != null }
    }

    @Test fun `an engine without Chinese is none`() {
        val item = (lookUpMilkCarton().lookup.result as LookupResult.Found).item
        press(item.readAloudLabel)
        engine(TextToSpeech.SUCCESS)
        assertEquals("现在读不出声音，请看文字。", shows("a note") { it.note != null }.note?.text)
    }

    @Test fun `an answer is shared through the system's chooser`() {
        val item = (lookUpMilkCarton().lookup.result as LookupResult.Found).item
        press(item.shareLabel)
        var chooser: Intent? = null
        await("the chooser") { shadowOf(app).nextStartedActivity?.also { chooser = it } != null }
        assertEquals(Intent.ACTION_CHOOSER, chooser?.action)
        val sent = chooser?.getParcelableExtra(Intent.EXTRA_INTENT, Intent::class.java)
        assertEquals(Intent.ACTION_SEND, sent?.action)
        assertTrue(sent?.getStringExtra(Intent.EXTRA_TEXT).orEmpty().contains(item.parts.first().binLine))
        assertNull(view.note)
    }

    @Test fun `a position is given once the permission is`() {
        val manager = app.getSystemService(LocationManager::class.java)
        shadowOf(manager).setProviderEnabled(LocationManager.NETWORK_PROVIDER, false)
        shadowOf(manager).setProviderEnabled(LocationManager.GPS_PROVIDER, true)
        val located = locating()
        assertFalse(located.isCompleted)
        shadowOf(app).grantPermissions(ACCESS_COARSE_LOCATION)
        rule.runOnUiThread { app.permissions.answered(true) }
        shadowOf(Looper.getMainLooper()).idle()
        val place = Location(LocationManager.GPS_PROVIDER).apply { latitude = 29.585_44; longitude = 120.821_5; time = 1; elapsedRealtimeNanos = 1 }
        shadowOf(manager).simulateLocation(place)
        await("a position") { located.isCompleted }
        assertEquals(Located.At(29_585_440, 120_821_500), located.getCompleted())
    }

    @Test fun `without the permission the position is denied`() {
        val located = locating()
        rule.runOnUiThread { app.permissions.answered(false) }
        await("an answer") { located.isCompleted }
        assertEquals(Located.Denied, located.getCompleted())
    }

    private fun locating() = PhoneLocator(app, app.permissions).let { locator ->
        screen<Screen.Lookup>("the look-up")
        CoroutineScope(Dispatchers.Main.immediate).async { locator.locate("") }.also { rule.waitForIdle() }
    }

    /** The engine's own answer to having been started. */
    private fun engine(status: Int) {
        await("an engine") { ShadowTextToSpeech.getLastTextToSpeechInstance() != null }
        rule.runOnUiThread { shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance()).onInitListener.onInit(status) }
        rule.waitForIdle()
    }
}
