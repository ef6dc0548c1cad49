package org.wufei.ui.inspect

import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.asSkiaBitmap
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import java.io.File
import org.jetbrains.skia.EncodedImageFormat
import org.jetbrains.skia.Image
import org.junit.Assert.assertEquals
import org.junit.Test
import org.wufei.app.Screen
import org.wufei.domain.BinColour
import org.wufei.ui.frame.WufeiApp
import org.wufei.ui.look.Signs
import org.wufei.ui.recorded.MadeUpAlbum
import org.wufei.ui.recorded.Recordings

/** Screens that lead to no one action, and why. */
private val withoutMain = mapOf(
    Screen.Starting::class to "nothing to do yet",
    Screen.Household::class to "shows, asks nothing",
    Screen.Log::class to "shows; each row can be mended",
    Screen.Mend::class to "each reason is an answer",
    Screen.Doors::class to "each door is a way on; the next has an edge",
    Screen.VisitVoid::class to "each reason is an answer",
    Screen.Standing::class to "shows, asks nothing",
)

/** Dp; as much of a screen as its contrast is measured in. */
private const val LONG = 3000

/** Every recorded view in every mode: drawn, kept as a picture, walked over, measured, and compared with its golden. */
@OptIn(ExperimentalTestApi::class)
class PicturesTest {
    @Test fun `every screen has a recording`() {
        val missing = Screen::class.sealedSubclasses.toSet() - Recordings.all.map { it.view.screen::class }.toSet()
        assertEquals(emptySet<Any>(), missing)
    }

    @Test fun `every bin has a shape of its own`() =
        assertEquals(BinColour.entries.size, BinColour.entries.map { Signs.of(it).root }.toSet().size)

    @Test fun `pictures hold what is demanded`() {
        val variants = Recordings.all.flatMap { variantsOf(it) }
        val wrong = mutableListOf<String>()
        val table = Table()
        val mains = mutableSetOf<Any>()
        for ((height, some) in variants.groupBy { it.height }) eachOf(some, height) { variant ->
            val picture = keep(variant)
            val root = onRoot(useUnmergedTree = true).fetchSemanticsNode()
            val found = walk(root, demandOf(variant.recorded.view.elder))
            val contrasts = contrasts(root, picture)
            if (found.mainActions > 0) mains += variant.recorded.view.screen::class
            val faults = found.wrong + faint(contrasts)
            table.row(variant, found, contrasts, faults.size)
            wrong += faults.map { "${variant.name}: $it" }
            if (full || variant.fixed) Goldens.check(variant.name, picture)?.let { wrong += it }
        }
        if (full) {
            Goldens.keepOnly(variants.map { it.name }.toSet())
            wrong += (Goldens.names - variants.map { it.name }.toSet()).map { "$it: a golden without a picture" }
        }
        table.print(withoutMain)
        assertEquals("", wrong.joinToString("\n"))
        assertEquals(Screen::class.sealedSubclasses.toSet() - mains, withoutMain.keys)
    }

    @Test fun `what is below the fold stands out too`() {
        val wrong = mutableListOf<String>()
        val variants = Recordings.all.filter { it.view.languageTag == "zh-CN" }.flatMap { listOf(Variant(it, false, 1f), Variant(it, true, 1f)) }
        eachOf(variants, LONG) { variant ->
            val picture = pixelsOf(onRoot().captureToImage())
            wrong += faint(contrasts(onRoot(useUnmergedTree = true).fetchSemanticsNode(), picture)).map { "${variant.name}: $it" }
        }
        assertEquals("", wrong.joinToString("\n"))
    }

    private fun eachOf(variants: List<Variant>, height: Int, look: SkikoComposeUiTest.(Variant) -> Unit) =
        runSkikoComposeUiTest(Size(WIDTH * DENSITY, height * DENSITY), Density(DENSITY)) {
            var shown by mutableStateOf(variants.first())
            setContent { key(shown) { Show(shown) } }
            for (variant in variants) {
                shown = variant
                waitForIdle()
                look(variant)
            }
        }

    private fun SkikoComposeUiTest.keep(variant: Variant): Pixels {
        val folder = File("target/pictures").apply { mkdirs() }
        val picture = onRoot().captureToImage()
        val bytes = Image.makeFromBitmap(picture.asSkiaBitmap()).encodeToData(EncodedImageFormat.PNG)!!.bytes
        File(folder, "${variant.name}.png").writeBytes(bytes)
        return pixelsOf(picture)
    }
}

/** What stands out less than demanded. */
fun faint(contrasts: List<Contrast>): List<String> =
    contrasts.filter { !it.disabled && it.ratio < it.demanded }.map { "contrast %.2f of %.1f: %s".format(it.ratio, it.demanded, it.what) }

@Composable
fun Show(variant: Variant) = CompositionLocalProvider(LocalDensity provides Density(DENSITY, variant.fontScale)) {
    WufeiApp(variant.recorded.view, MadeUpAlbum, variant.dark) {}
}
