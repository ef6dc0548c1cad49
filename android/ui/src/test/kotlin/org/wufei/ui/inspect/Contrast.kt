package org.wufei.ui.inspect

import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import kotlin.math.ceil
import kotlin.math.floor
import kotlin.math.pow
import org.wufei.ui.control.Weighs
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Drawn

/** So many pixels must stand out before they count as ink: one of a hundred, within these bounds. */
private const val INK_LEAST = 6
private const val INK_MOST = 40

/** How one thing of a picture stands out from what is around it. A [disabled] control is exempt, and listed. */
data class Contrast(val what: String, val ratio: Float, val demanded: Float, val disabled: Boolean)

/** A picture's pixels, as 0xAARRGGBB. */
class Pixels(val width: Int, val height: Int, val argb: IntArray) {
    fun at(x: Int, y: Int) = argb[y * width + x]
}

fun pixelsOf(picture: ImageBitmap): Pixels =
    Pixels(picture.width, picture.height, IntArray(picture.width * picture.height).also { picture.readPixels(it) })

/** Measures every text, drawing and edge of a control that [pixels] show. */
fun contrasts(root: SemanticsNode, pixels: Pixels): List<Contrast> {
    val nodes = nodesOf(root)
    val texts = textsOf(nodes).filter { isWhole(it.node) }.mapNotNull { laid ->
        val ratio = ink(pixels, laid.node.boundsInRoot) ?: return@mapNotNull null
        Contrast("“${laid.text.take(24)}”", ratio, if (laid.size > LARGE_TEXT) LARGE_TEXT_CONTRAST else TEXT_CONTRAST, disabled(laid.node))
    }
    val signs = nodes.mapNotNull { node ->
        val drawing = node.config.getOrNull(Drawn) ?: return@mapNotNull null
        if (!isWhole(node)) return@mapNotNull null
        ink(pixels, node.boundsInRoot)?.let { Contrast("the drawing $drawing", it, SIGN_CONTRAST, disabled(node)) }
    }
    val edges = nodes.filter { hasEdge(it) && isWhole(it) }.mapNotNull { node ->
        edge(pixels, node.boundsInRoot)?.let { Contrast("the edge of ${nameOf(node).take(24)}", it, SIGN_CONTRAST, disabled(node)) }
    }
    return texts + signs + edges
}

/** Not scrolled half under the bar or the tabs. */
private fun isWhole(node: SemanticsNode) = node.boundsInRoot.height >= node.size.height - 0.5f

private fun hasEdge(node: SemanticsNode): Boolean =
    node.config.getOrNull(Weighs).let { it == Weight.MAIN || it == Weight.SIDE } ||
        node.config.getOrNull(SemanticsProperties.Role) == Role.RadioButton || SemanticsProperties.EditableText in node.config

private fun disabled(node: SemanticsNode) = generateSequence(node) { it.parent }.any { SemanticsProperties.Disabled in it.config }

/**
 * The ground is the commonest colour; the ink the one that stands out most from it, once enough
 * pixels do: the last pixels of a stroke are mixed with the ground and say nothing.
 */
private fun ink(pixels: Pixels, area: Rect): Float? {
    val columns = maxOf(0, floor(area.left).toInt())..minOf(pixels.width - 1, ceil(area.right).toInt() - 1)
    val rows = maxOf(0, floor(area.top).toInt())..minOf(pixels.height - 1, ceil(area.bottom).toInt() - 1)
    // A text that scrolls half under the bar is measured where it is whole.
    if (columns.count() < 6 || rows.count() < 8) return null
    val counted = HashMap<Int, Int>()
    for (y in rows) for (x in columns) counted.merge(pixels.at(x, y) and 0xF8F8F8, 1, Int::plus)
    val ground = counted.maxBy { it.value }.key
    val enough = (columns.count() * rows.count() / 100).coerceIn(INK_LEAST, INK_MOST)
    var seen = 0
    for ((ratio, count) in counted.map { ratio(it.key, ground) to it.value }.sortedByDescending { it.first }) {
        seen += count
        if (seen >= enough) return ratio
    }
    return null
}

/** How far the left edge of a control, at half its height, stands out from what is left of it. */
private fun edge(pixels: Pixels, area: Rect): Float? {
    val left = area.left.toInt()
    val y = area.center.y.toInt()
    if (left < 4 || y !in 0 until pixels.height) return null
    return (left - 1..left + 3).maxOf { ratio(pixels.at(it, y), pixels.at(left - 4, y)) }
}

/** The contrast ratio of WCAG 2. */
fun ratio(one: Int, other: Int): Float {
    val lights = listOf(light(one), light(other)).sorted()
    return (lights[1] + 0.05f) / (lights[0] + 0.05f)
}

private fun light(colour: Int): Float = 0.2126f * linear(colour shr 16) + 0.7152f * linear(colour shr 8) + 0.0722f * linear(colour)

private fun linear(channel: Int): Float {
    val value = (channel and 0xFF) / 255f
    return if (value <= 0.04045f) value / 12.92f else ((value + 0.055f) / 1.055f).pow(2.4f)
}
