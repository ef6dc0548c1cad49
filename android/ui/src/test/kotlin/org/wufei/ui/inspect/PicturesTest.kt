package org.wufei.ui.inspect

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.offset
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.asSkiaBitmap
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import java.io.File
import org.jetbrains.skia.EncodedImageFormat
import org.jetbrains.skia.Image
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.wufei.app.Screen
import org.wufei.ui.frame.WufeiApp
import org.wufei.ui.recorded.Recorded
import org.wufei.ui.recorded.Recordings

private const val DENSITY = 1.25f

private data class Variant(val elder: Boolean, val dark: Boolean, val fontScale: Float) {
    val name = listOf(if (elder) "elder" else "standard", if (dark) "dark" else "light", "x${fontScale.toInt()}").joinToString("-")
    val demand = if (elder) Demand(least = 60f, leading = 30f, other = 18f) else Demand(least = 48f, leading = 17f, other = 14f)
    val tall = elder || fontScale > 1f
}

private val variants = listOf(false, true).flatMap { elder -> listOf(false, true).flatMap { dark -> listOf(1f, 2f).map { Variant(elder, dark, it) } } }

/** Every recorded view in every mode: it renders, is kept as a picture, and a walk over it finds nothing wrong. */
@OptIn(ExperimentalTestApi::class)
class PicturesTest {
    @Test fun `every screen has a recording`() {
        val missing = Screen::class.sealedSubclasses.toSet() - Recordings.all.map { it.view.screen::class }.toSet()
        assertEquals(emptySet<Any>(), missing)
    }

    @Test fun `standard pictures`() = pictures(variants.filter { !it.tall }, 900)

    @Test fun `tall pictures`() = pictures(variants.filter { it.tall }, 1400)

    @Test fun `what is broken is found`() = runSkikoComposeUiTest(androidx.compose.ui.geometry.Size(360 * DENSITY, 640 * DENSITY), Density(DENSITY)) {
        setContent { Broken() }
        val wrong = inspect(onRoot(useUnmergedTree = true).fetchSemanticsNode(), DENSITY, variants.first().demand).wrong
        for (fault in listOf("without a name", "no role", "target", "cut", "text of 8.0 sp", "overlap")) assertTrue("$fault in $wrong", wrong.any { fault in it })
    }

    private fun pictures(modes: List<Variant>, height: Int) {
        val wrong = mutableListOf<String>()
        val table = StringBuilder("picture | controls | texts | main | smallest dp\n")
        runSkikoComposeUiTest(androidx.compose.ui.geometry.Size(360 * DENSITY, height * DENSITY), Density(DENSITY)) {
            var shown by mutableStateOf(Recordings.all.first() to modes.first())
            setContent { key(shown) { Show(shown.first, shown.second) } }
            for (recorded in Recordings.all) for (variant in modes) {
                shown = recorded to variant
                waitForIdle()
                val found = keep(recorded, variant)
                val name = "${recorded.name}-${variant.name}"
                table.append("$name | ${found.controls} | ${found.texts} | ${found.mainActions} | ${found.smallest}\n")
                wrong += found.wrong.map { "$name: $it" }
            }
        }
        println(table)
        File("target/pictures/table-$height.txt").writeText(table.toString())
        assertEquals("", wrong.joinToString("\n"))
    }

    private fun SkikoComposeUiTest.keep(recorded: Recorded, variant: Variant): Found {
        val folder = File("target/pictures").apply { mkdirs() }
        val picture = Image.makeFromBitmap(onRoot().captureToImage().asSkiaBitmap()).encodeToData(EncodedImageFormat.PNG)!!.bytes
        File(folder, "${recorded.name}-${variant.name}.png").writeBytes(picture)
        assertTrue(picture.size > 1_000)
        return inspect(onRoot(useUnmergedTree = true).fetchSemanticsNode(), DENSITY, variant.demand)
    }
}

@Composable
private fun Show(recorded: Recorded, variant: Variant) = CompositionLocalProvider(LocalDensity provides Density(DENSITY, variant.fontScale)) {
    WufeiApp(recorded.view.copy(elder = variant.elder), variant.dark) {}
}

/** The negative control: each fault the walk must find, once. */
@Composable
private fun Broken() = Box {
    Box(Modifier.size(20.dp).clickable {})
    Text("cut off here", Modifier.size(30.dp, 10.dp).offset(100.dp, 100.dp), fontSize = 20.sp, softWrap = false)
    Text("one on the other", Modifier.offset(0.dp, 200.dp))
    Text("the other on one", Modifier.offset(0.dp, 205.dp))
    Text("small", Modifier.offset(0.dp, 300.dp), fontSize = 8.sp)
}
