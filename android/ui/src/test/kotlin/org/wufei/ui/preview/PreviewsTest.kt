package org.wufei.ui.preview

import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.currentComposer
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.tooling.preview.PreviewParameter
import androidx.compose.ui.unit.Density
import java.lang.reflect.Method
import kotlin.reflect.full.createInstance
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.wufei.app.Screen
import org.wufei.ui.inspect.DENSITY
import org.wufei.ui.inspect.Goldens
import org.wufei.ui.inspect.Variant
import org.wufei.ui.inspect.WIDTH
import org.wufei.ui.inspect.pixelsOf
import org.wufei.ui.recorded.Recorded
import org.wufei.ui.recorded.Recordings
import org.wufei.ui.recorded.Stored

/** No preview is broken, missing or out of date. */
@OptIn(ExperimentalTestApi::class)
class PreviewsTest {
    private val previews = Class.forName("org.wufei.ui.preview.PreviewsKt").methods.filter { it.name.endsWith("Preview") }

    @Test fun `every screen has a preview, and every kept view is in one`() {
        assertEquals(Screen::class.sealedSubclasses.toSet(), previews.flatMap(::statesOf).map { it.view.screen::class }.toSet())
        assertEquals(Stored.all.toSet(), previews.flatMap(::statesOf).toSet())
    }

    @Test fun `every preview draws the picture of its golden`() {
        val wrong = mutableListOf<String>()
        val shown = previews.flatMap { preview -> statesOf(preview).map { preview to it } }
        for ((height, some) in shown.groupBy { (_, recorded) -> variant(recorded).height }) {
            runSkikoComposeUiTest(Size(WIDTH * DENSITY, height * DENSITY), Density(DENSITY)) {
                var now by mutableStateOf(some.first())
                setContent { key(now) { CompositionLocalProvider(LocalDensity provides Density(DENSITY)) { Call(now.first, now.second) } } }
                for (next in some) {
                    now = next
                    waitForIdle()
                    Goldens.difference(variant(next.second).name, pixelsOf(onRoot().captureToImage()))?.let { wrong += it }
                }
            }
        }
        assertEquals("", wrong.joinToString("\n"))
    }

    @Test fun `what is kept is what the core makes now`() {
        val now = Stored.keptOf(Recordings.all)
        if (System.getProperty("wufei.accept") == "true") Stored.write(now)
        assertEquals("", Stored.differences(now).joinToString("\n"))
        // The check must be able to fail: one word changed, and one view taken away, are found.
        val kept = now.lines().filter { it.isNotEmpty() }
        assertEquals(2, Stored.differences(now.replaceFirst("查分类", "查类别")).size)
        assertEquals(1, Stored.differences(kept.dropLast(1).joinToString("") { "$it\n" }).size)
    }

    @Test fun `a kept view that lacks a field, or has one too many, is refused`() {
        val line = "starting\t" + Stored.keptOf(listOf(Stored.all.first())).substringAfter("\t")
        assertEquals(Stored.all.first(), Stored.read(line).single())
        for (broken in listOf(line.replaceFirst("\"elder\"", "\"older\""), line.replaceFirst("{", "{\"more\":1,"))) {
            assertTrue(runCatching { Stored.read(broken) }.exceptionOrNull() is IllegalArgumentException)
        }
    }

    private fun variant(recorded: Recorded) = Variant(recorded, dark = false, fontScale = 1f)

    private fun statesOf(preview: Method): List<Recorded> {
        val parameter = preview.parameters.first().getAnnotation(PreviewParameter::class.java)
        return parameter.provider.createInstance().values.map { it as Recorded }.toList()
    }

    /** As a preview tool does: a composable is a method that takes the composer, and what changed, besides. */
    @Composable
    private fun Call(preview: Method, recorded: Recorded) {
        preview.invoke(null, recorded, currentComposer, 0)
    }
}
