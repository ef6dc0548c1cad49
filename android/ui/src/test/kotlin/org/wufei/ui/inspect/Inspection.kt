package org.wufei.ui.inspect

import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.text.TextLayoutResult
import org.wufei.ui.control.MainAction

/** What a walk over the semantics of one picture found. */
data class Found(val controls: Int, val texts: Int, val mainActions: Int, val smallest: Float, val wrong: List<String>)

/** [least] is the smallest side of a target, in dp; [leading] the smallest size of leading text and [other] of other text, in sp. */
data class Demand(val least: Float, val leading: Float, val other: Float)

/** Walks the unmerged tree: names, roles, sizes, cuts and overlaps, also of what is below the fold. */
fun inspect(root: SemanticsNode, density: Float, demand: Demand): Found {
    val nodes = generateSequence(listOf(root)) { level -> level.flatMap { it.children }.ifEmpty { null } }.flatten().toList()
    val wrong = mutableListOf<String>()
    val controls = nodes.filter { SemanticsActions.OnClick in it.config }
    var smallest = Float.MAX_VALUE
    for (control in controls) {
        val name = nameOf(control)
        val width = control.size.width / density
        val height = control.size.height / density
        smallest = minOf(smallest, width, height)
        if (name.isBlank()) wrong += "a control without a name at ${place(control)}"
        val field = SemanticsProperties.EditableText in control.config
        if (control.config.getOrNull(SemanticsProperties.Role) == null && !field) wrong += "no role: $name"
        if (width < demand.least - 0.5f || height < demand.least - 0.5f) wrong += "target $width × $height dp: $name"
    }
    for (node in nodes) if (node !== root && (node.size.width == 0 || node.size.height == 0) && node.config.any()) wrong += "no size: ${nameOf(node)}"
    val texts = nodes.mapNotNull { node -> layoutOf(node)?.let { node to it } }
    for ((node, layout) in texts) {
        if (isCut(layout)) wrong += "cut by ${layout.multiParagraph.width - layout.size.width} × ${layout.multiParagraph.height - layout.size.height}: ${layout.layoutInput.text.text}"
        val size = layout.layoutInput.style.fontSize.value
        if (size < demand.other) wrong += "text of $size sp: ${layout.layoutInput.text.text}"
        if (node.positionInRoot.x < -0.5f || node.positionInRoot.x + node.size.width > root.size.width + 0.5f) wrong += "beside the screen: ${layout.layoutInput.text.text}"
    }
    if (texts.isNotEmpty() && texts.maxOf { it.second.layoutInput.style.fontSize.value } < demand.leading) wrong += "no text of ${demand.leading} sp"
    texts.forEachIndexed { index, (one, _) ->
        for ((other, _) in texts.drop(index + 1)) if (overlap(one, other)) wrong += "overlap: ${nameOf(one)} / ${nameOf(other)}"
    }
    val mains = nodes.count { MainAction in it.config }
    if (mains > 1) wrong += "$mains main actions"
    return Found(controls.size, texts.size, mains, smallest, wrong)
}

private fun layoutOf(node: SemanticsNode): TextLayoutResult? {
    val results = mutableListOf<TextLayoutResult>()
    node.config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(results)
    return results.firstOrNull()
}

/** `hasVisualOverflow` also counts a pixel of rounding and the spare height of a fallback font: a quarter of a line is cut text. */
private fun isCut(layout: TextLayoutResult): Boolean {
    val paragraph = layout.multiParagraph
    val line = paragraph.height / paragraph.lineCount
    val beside = (0 until paragraph.lineCount).maxOf { paragraph.getLineRight(it) - paragraph.getLineLeft(it) } > layout.size.width + 1.5f
    return paragraph.didExceedMaxLines || beside || paragraph.height > layout.size.height + line / 4
}

private fun nameOf(node: SemanticsNode): String {
    val own = node.config.getOrNull(SemanticsProperties.ContentDescription).orEmpty() +
        node.config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text }
    return (own + node.children.map { nameOf(it) }).filter { it.isNotBlank() }.joinToString(" ")
}

private fun place(node: SemanticsNode) = "${node.positionInRoot.x.toInt()},${node.positionInRoot.y.toInt()}"

private fun bounds(node: SemanticsNode) = Rect(node.positionInRoot, androidx.compose.ui.geometry.Size(node.size.width.toFloat(), node.size.height.toFloat()))

/** What stands still (bar, tabs) lies above what scrolls: only texts under one scrolling parent can overlap. */
private fun overlap(one: SemanticsNode, other: SemanticsNode): Boolean {
    if (scrollOf(one) != scrollOf(other)) return false
    if (one.id in ancestors(other) || other.id in ancestors(one)) return false
    val shared = bounds(one).intersect(bounds(other))
    return shared.width > 1f && shared.height > 1f
}

private fun ancestors(node: SemanticsNode) = generateSequence(node.parent) { it.parent }.map { it.id }

private fun scrollOf(node: SemanticsNode): Int? = generateSequence(node) { it.parent }
    .firstOrNull { SemanticsProperties.VerticalScrollAxisRange in it.config }?.id
