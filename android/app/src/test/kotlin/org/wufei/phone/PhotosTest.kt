package org.wufei.phone

import android.app.Activity
import android.content.Intent
import android.net.Uri
import android.provider.MediaStore
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.performScrollTo
import androidx.core.content.FileProvider
import androidx.core.content.IntentCompat
import androidx.lifecycle.Lifecycle
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.IOException
import java.io.InputStream
import javax.imageio.ImageIO
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotSame
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.robolectric.Shadows.shadowOf
import org.wufei.app.LookupResult
import org.wufei.app.PhotosView
import org.wufei.app.Screen
import org.wufei.shell.drawn

private const val NOT_FETCHED = "这张图片读不出来，可能没有存完整。请换一张，或重新拍一张。"

/** Somebody picks or takes a picture: the system's side is what Android would do, down to the answer of its activities. */
class PhotosTest : AppTest() {
    private val picked = Uri.parse("content://media/picker/0/17")
    private val copies get() = File(app.cacheDir, "picked").list().orEmpty().toList()
    private val png by lazy { ByteArrayOutputStream().also { ImageIO.write(drawn(shade = 40), "png", it) }.toByteArray() }

    @Test fun `the chooser offers picker and camera, and a picked picture becomes a photo`() {
        val chooser = choose()
        assertEquals(Intent.ACTION_CHOOSER, chooser.action)
        assertEquals("请拍东西或门，不要拍到人。", chooser.getStringExtra(Intent.EXTRA_TITLE))
        val pick = IntentCompat.getParcelableExtra(chooser, Intent.EXTRA_INTENT, Intent::class.java)!!
        assertTrue(pick.action, pick.action == MediaStore.ACTION_PICK_IMAGES || pick.action == Intent.ACTION_OPEN_DOCUMENT)
        assertEquals("image/*", pick.type)
        assertEquals(MediaStore.ACTION_IMAGE_CAPTURE, camera(chooser).action)
        shadowOf(app.contentResolver).registerInputStream(picked, ByteArrayInputStream(png))
        answer(chooser, Activity.RESULT_OK, Intent().setData(picked))
        assertPhoto()
    }

    @Test fun `a camera writes where it is let in, and nowhere else is asked`() {
        val chooser = choose()
        val camera = camera(chooser)
        val place = IntentCompat.getParcelableExtra(camera, MediaStore.EXTRA_OUTPUT, Uri::class.java)!!
        val own = FileProvider.getUriForFile(app, "org.wufei.phone.photos", File(app.cacheDir, "picked").listFiles()!!.single())
        assertEquals(own, place)
        assertEquals(place, camera.clipData!!.getItemAt(0).uri)
        assertTrue(camera.flags and Intent.FLAG_GRANT_WRITE_URI_PERMISSION != 0)
        takes()
        answer(chooser, Activity.RESULT_OK, null)
        assertPhoto()
    }

    @Test fun `a turned phone still hears of its picture`() {
        choose()
        val before = rule.activity
        rule.activityRule.scenario.recreate()
        rule.waitForIdle()
        assertNotSame(before, rule.activity)
        takes()
        rule.runOnUiThread { app.photos.answered(PickOrTake().parseResult(Activity.RESULT_OK, null)) }
        assertPhoto()
    }

    @Test fun `whoever changes their mind is asked nothing more`() {
        answer(choose(), Activity.RESULT_CANCELED, null)
        val photos = photos("the offer again") { it.busy == null && it.addLabel != null }
        assertTrue(photos.rows.isEmpty() && photos.problem == null)
        assertEquals(emptyList<String>(), copies)
    }

    @Test fun `an app that is left hears nothing more`() {
        choose()
        rule.runOnUiThread { rule.activity.finish() }
        rule.activityRule.scenario.moveToState(Lifecycle.State.DESTROYED)
        await("no copy left") { copies.isEmpty() && (view.screen as? Screen.Lookup)?.lookup?.photos?.busy == null }
    }

    @Test fun `a copy that fails is said, and leaves nothing`() {
        val broken = object : InputStream() {
            override fun read(): Int = throw IOException("taken back")
        }
        shadowOf(app.contentResolver).registerInputStream(picked, broken)
        answer(choose(), Activity.RESULT_OK, Intent().setData(picked))
        assertEquals(NOT_FETCHED, photos("what is wrong") { it.problem != null }.problem)
        assertEquals(emptyList<String>(), copies)
    }

    @Test fun `no app gets a file of our own read for it`() {
        val own = File(app.filesDir, "own.png").apply { writeBytes(png) }
        answer(choose(), Activity.RESULT_OK, Intent().setData(Uri.fromFile(own)))
        assertEquals(NOT_FETCHED, photos("what is wrong") { it.problem != null }.problem)
    }

    @Test fun `a camera that wrote nothing is said`() {
        answer(choose(), Activity.RESULT_OK, null)
        assertEquals(NOT_FETCHED, photos("what is wrong") { it.problem != null }.problem)
        assertEquals(emptyList<String>(), copies)
    }

    @Test fun `what an earlier process left is gone at a start`() {
        val left = File(app.cacheDir, "picked").apply { mkdirs() }.resolve("left").apply { writeText("picture") }
        app.photos.begin()
        assertTrue(!left.exists())
    }

    /** Each test has folders of its own; the provider keeps those of the first in a static field. */
    @Before fun forgetFolders() {
        val kept = FileProvider::class.java.getDeclaredField("sCache").apply { isAccessible = true }
        (kept.get(null) as MutableMap<*, *>).clear()
    }

    /** What a camera does to the file that it is let into; the provider's own way to it needs a real system. */
    private fun takes() = File(app.cacheDir, "picked").listFiles()!!.single().writeBytes(png)

    /** Presses the button below a word that nobody knows; gives what the system is asked for. */
    private fun choose(): Intent {
        type(screen<Screen.Lookup>("the look-up").lookup.fieldLabel, "曲率引擎")
        press(screen<Screen.Lookup>("an unknown word") { it.lookup.result is LookupResult.Unknown }.lookup.photos!!.addLabel!!)
        var asked: Intent? = null
        await("the chooser") { shadowOf(rule.activity).nextStartedActivityForResult?.also { asked = it.intent } != null }
        return asked!!
    }

    private fun camera(chooser: Intent): Intent =
        IntentCompat.getParcelableArrayExtra(chooser, Intent.EXTRA_INITIAL_INTENTS, Intent::class.java)!!.single() as Intent

    private fun answer(chooser: Intent, code: Int, data: Intent?) =
        rule.runOnUiThread { shadowOf(rule.activity).receiveResult(chooser, code, data) }

    private fun photos(what: String, holds: (PhotosView) -> Boolean): PhotosView =
        screen<Screen.Lookup>(what) { it.lookup.photos?.let(holds) == true }.lookup.photos!!

    /** The photo is on the screen, and no copy of the picture is left. */
    private fun assertPhoto() {
        val photo = photos("a photo") { it.rows.size == 1 }.rows.single()
        rule.onNodeWithContentDescription(photo.label).performScrollTo().assertIsDisplayed()
        assertTrue(File(photo.path).isFile)
        assertEquals(emptyList<String>(), copies)
    }
}
