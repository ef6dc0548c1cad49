package org.wufei.ui.inspect

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.wufei.app.Screen
import org.wufei.ui.control.Weighs
import org.wufei.ui.control.Weight
import org.wufei.ui.recorded.Recorded
import org.wufei.ui.recorded.Recordings

/** The negative control of the goldens: what a careless change does to a picture is more than the tolerance. */
@OptIn(ExperimentalTestApi::class)
class GoldensTest {
    private val recorded = Recordings.all.first { it.state == "review" && it.view.languageTag == "zh-CN" && !it.view.elder }

    @Test fun `the same view twice is the same picture`() = assertEquals(0, off(shrink(draw(recorded).first), shrink(draw(recorded).first)))

    @Test fun `a word changed is found`() {
        val review = (recorded.view.screen as Screen.Review).review
        val other = recorded.copy(view = recorded.view.copy(screen = Screen.Review(review.copy(editLabel = "回去看"))))
        assertFound(draw(recorded).first, draw(other).first)
    }

    @Test fun `a button eight dp lower is found`() {
        val (picture, button) = draw(recorded)
        assertFound(picture, lowered(picture, button, (8 * DENSITY).toInt()))
    }

    @Test fun `a colour changed is found`() {
        val (picture, button) = draw(recorded)
        val fill = picture.at(button.center.x.toInt(), button.top.toInt() + 6)
        val other = fill xor 0x000030
        assertFound(picture, Pixels(picture.width, picture.height, IntArray(picture.argb.size) { if (picture.argb[it] == fill) other else picture.argb[it] }))
    }

    private fun assertFound(one: Pixels, other: Pixels) {
        val off = off(shrink(one), shrink(other))
        assertTrue("$off pixels off", off > PIXELS_OFF_MAX)
    }

    /** The picture, and where its main button is. */
    private fun draw(recorded: Recorded): Pair<Pixels, Rect> {
        lateinit var drawn: Pair<Pixels, Rect>
        val variant = Variant(recorded, dark = false, fontScale = 1f)
        runSkikoComposeUiTest(Size(WIDTH * DENSITY, variant.height * DENSITY), Density(DENSITY)) {
            var shown by mutableStateOf(variant)
            setContent { Show(shown) }
            waitForIdle()
            val main = nodesOf(onRoot(useUnmergedTree = true).fetchSemanticsNode()).first { it.config.getOrNull(Weighs) == Weight.MAIN }
            drawn = pixelsOf(onRoot().captureToImage()) to main.boundsInRoot
        }
        return drawn
    }

    private fun lowered(picture: Pixels, button: Rect, by: Int): Pixels {
        val argb = picture.argb.copyOf()
        val rows = button.top.toInt()..button.bottom.toInt() + by
        for (y in rows) for (x in button.left.toInt()..button.right.toInt()) argb[y * picture.width + x] = picture.at(x, maxOf(y - by, button.top.toInt() - 2))
        return Pixels(picture.width, picture.height, argb)
    }
}
