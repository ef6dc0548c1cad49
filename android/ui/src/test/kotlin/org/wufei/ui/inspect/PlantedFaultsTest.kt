package org.wufei.ui.inspect

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.offset
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.requiredWidth
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.clickable
import androidx.compose.foundation.border
import androidx.compose.foundation.selection.selectable
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.junit.Assert.assertEquals
import org.junit.Test
import org.wufei.domain.BinColour
import org.wufei.ui.control.Key
import org.wufei.ui.control.Press
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Sign
import org.wufei.ui.look.Signs
import org.wufei.ui.look.WufeiLook

/** The negative control of the walk and of the contrast: each fault, planted once in a small page that is right, is found once. */
@OptIn(ExperimentalTestApi::class)
class PlantedFaultsTest {
    @Test fun `the page alone is right`() = assertEquals(emptyList<String>(), faultsOf {})

    @Test fun `no name`() = finds("without a name") { Box(Modifier.size(60.dp).clickable(role = Role.Button) {}) }

    @Test fun `no role`() = finds("no role") { Text("按这里", Modifier.size(90.dp, 60.dp).clickable {}) }

    @Test fun `no state`() = finds("no state") { Text("选这个", Modifier.size(90.dp, 60.dp).clickable {}.semantics { role = Role.RadioButton }.border(2.dp, Color.Black)) }

    @Test fun `a small target`() = finds("target") { Text("小", Modifier.size(30.dp, 60.dp).clickable(role = Role.Button) {}) }

    @Test fun `a cut text`() = finds("cut") { Text("这里放不下这么多字", Modifier.size(60.dp, 24.dp), softWrap = false) }

    @Test fun `words that spill over`() = finds("spills over") {
        Box(Modifier.size(90.dp, 60.dp).clickable(role = Role.Button) {}) { Text("掉出去了", Modifier.offset(y = 50.dp)) }
    }

    @Test fun `a broken word`() = finds("broken in two") { Text("Recycling", Modifier.requiredWidth(40.dp)) }

    @Test fun `texts that overlap`() = finds("overlap") {
        Box {
            Text("一行字")
            Text("又一行", Modifier.offset(y = 6.dp))
        }
    }

    @Test fun `small text`() = finds("text of 9.0 sp") { Text("太小了", fontSize = 9.sp) }

    @Test fun `beside the screen`() = finds("beside the screen") { Text("在外面", Modifier.offset(x = (-20).dp)) }

    @Test fun `without size`() = finds("no size") { Box(Modifier.size(0.dp).semantics { contentDescription = "没有大小" }) }

    @Test fun `two main actions`() = finds("2 main actions") { Press("也去", weight = Weight.MAIN) {} }

    @Test fun `pale text`() = finds("contrast") { Text("浅灰的字", color = Color(0xFFB8BDBA)) }

    @Test fun `a pale drawing`() = finds("contrast") { Sign(Signs.speaker, tint = Color(0xFFC8CCC9)) }

    @Test fun `a pale edge`() = finds("contrast") {
        Text("选这个", Modifier.size(90.dp, 60.dp).border(1.dp, Color(0xFFD8DBD9)).selectable(false, role = Role.RadioButton) {})
    }

    @Test fun `a bin by its colour alone`() = finds("without its word") {
        Box(Modifier.padding(40.dp).background(Color(0xFF1557A6))) { Sign(Signs.of(BinColour.BLUE), tint = Color.White) }
    }

    @Test fun `selected by its colour alone`() = finds("selected by colour alone") {
        Text("这个", Modifier.size(90.dp, 60.dp).border(2.dp, Color.Black).selectable(true, role = Role.RadioButton) {})
    }

    private fun finds(fault: String, planted: @Composable () -> Unit) {
        val found = faultsOf(planted)
        assertEquals("$found", 1, found.size)
        assertEquals("$found", true, fault in found.single())
    }

    private fun faultsOf(planted: @Composable () -> Unit): List<String> {
        var found = emptyList<String>()
        runSkikoComposeUiTest(Size(WIDTH * DENSITY, 640 * DENSITY), Density(DENSITY)) {
            setContent {
                WufeiLook(elder = false, dark = false) {
                    Column(Modifier.background(Color.White).size(WIDTH.dp, 640.dp).padding(16.dp), Arrangement.spacedBy(16.dp)) {
                        Text("一页")
                        Press("去", weight = Weight.MAIN) {}
                        Key("选好的", selected = true) {}
                        planted()
                    }
                }
            }
            val root = onRoot(useUnmergedTree = true).fetchSemanticsNode()
            found = walk(root, demandOf(elder = false)).wrong + faint(contrasts(root, pixelsOf(onRoot().captureToImage())))
        }
        return found
    }
}
