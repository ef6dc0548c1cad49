package org.wufei.ui.inspect

import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.text.TextLayoutResult
import org.wufei.ui.control.Weighs
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Drawn

/** What a walk over the semantics of one picture found; sizes in dp and sp. */
data class Found(
    val controls: Int, val texts: Int, val mainActions: Int,
    val smallestTarget: Float, val smallestText: Float, val leadingText: Float, val wrong: List<String>,
)

/** A text of a picture, as it was laid out. */
class Laid(val node: SemanticsNode, val layout: TextLayoutResult) {
    val text get() = layout.layoutInput.text.text
    val size get() = layout.layoutInput.style.fontSize.value
}

/** The unmerged tree, flat: also of what is below the fold. */
fun nodesOf(root: SemanticsNode): List<SemanticsNode> = listOf(root) + root.children.flatMap { nodesOf(it) }

fun textsOf(nodes: List<SemanticsNode>): List<Laid> = nodes.mapNotNull { node -> layoutOf(node)?.let { Laid(node, it) } }.filter { it.text.isNotEmpty() }

/** Names, roles, states, sizes, cuts, overlaps, main actions, and that nothing is told by colour alone. */
fun walk(root: SemanticsNode, demand: Demand): Found {
    val nodes = nodesOf(root)
    val texts = textsOf(nodes)
    val controls = nodes.filter { SemanticsActions.OnClick in it.config }
    val leading = controls.mapNotNull { control -> texts.filter { it.node.id == control.id || control.id in ancestors(it.node) }.maxOfOrNull { it.size } } +
        texts.filter { SemanticsProperties.Heading in it.node.config }.map { it.size }
    val mains = nodes.count { it.config.getOrNull(Weighs) == Weight.MAIN }
    val wrong = controls.flatMap { wrongControl(it, demand) } + texts.flatMap { wrongText(it, root, demand) } +
        overlaps(controls, texts) + controls.flatMap { spills(it, texts) } + coloursAlone(nodes, texts) +
        leading.filter { it < demand.leading }.map { "leading text of $it sp" } +
        nodes.filter { it !== root && (it.size.width == 0 || it.size.height == 0) && it.config.any() }.map { "no size: ${nameOf(it)} at ${place(it)}" } +
        listOfNotNull("$mains main actions".takeIf { mains > 1 })
    return Found(
        controls.size, texts.size, mains,
        controls.minOfOrNull { minOf(it.size.width, it.size.height) / DENSITY } ?: 0f,
        texts.minOfOrNull { it.size } ?: 0f, leading.minOrNull() ?: 0f, wrong,
    )
}

private fun wrongControl(control: SemanticsNode, demand: Demand): List<String> {
    val name = nameOf(control)
    val config = control.config
    val role = config.getOrNull(SemanticsProperties.Role)
    val width = control.size.width / DENSITY
    val height = control.size.height / DENSITY
    val stateless = when (role) {
        Role.Tab, Role.RadioButton -> SemanticsProperties.Selected !in config
        Role.Switch, Role.Checkbox -> SemanticsProperties.ToggleableState !in config
        else -> false
    }
    return listOfNotNull(
        "a control without a name at ${place(control)}".takeIf { name.isBlank() },
        "no role: $name".takeIf { role == null && SemanticsProperties.EditableText !in config },
        "no state: $name".takeIf { stateless },
        "target $width × $height dp: $name".takeIf { width < demand.least - 0.5f || height < demand.least - 0.5f },
    )
}

private fun wrongText(laid: Laid, root: SemanticsNode, demand: Demand): List<String> {
    val left = laid.node.positionInRoot.x
    // What is typed scrolls within its field.
    val field = SemanticsProperties.EditableText in laid.node.config
    return listOfNotNull(
        "cut: ${laid.text}".takeIf { !field && isCut(laid.layout) },
        "a word broken in two: ${laid.text}".takeIf { !field && breaksWord(laid) },
        "text of ${laid.size} sp: ${laid.text}".takeIf { laid.size < demand.other },
        "beside the screen: ${laid.text}".takeIf { left < -0.5f || left + laid.node.size.width > root.size.width + 0.5f },
    )
}

/** `hasVisualOverflow` also counts a pixel of rounding and the spare height of a fallback font: a quarter of a line is cut text. */
private fun isCut(layout: TextLayoutResult): Boolean {
    val paragraph = layout.multiParagraph
    val line = paragraph.height / paragraph.lineCount
    val beside = (0 until paragraph.lineCount).maxOf { paragraph.getLineRight(it) - paragraph.getLineLeft(it) } > layout.size.width + 1.5f
    return paragraph.didExceedMaxLines || beside || paragraph.height > layout.size.height + line / 4
}

/** A control's words stand within it. */
private fun spills(control: SemanticsNode, texts: List<Laid>): List<String> {
    val room = bounds(control).inflate(1.5f)
    return texts.filter { control.id in ancestors(it.node) }.map { it to bounds(it.node) }
        .filter { (_, at) -> at.left < room.left || at.top < room.top || at.right > room.right || at.bottom > room.bottom }
        .map { (laid, _) -> "spills over its control: ${laid.text}" }
}

/** Longer than the longest word that the app says; what someone typed may be. */
private const val WORD_MAX = 20

/** Chinese breaks anywhere; a Latin word that breaks within its letters had no room. */
private fun breaksWord(laid: Laid): Boolean = (1 until laid.layout.lineCount).any { line ->
    val start = laid.layout.getLineStart(line)
    val before = laid.text.take(start).takeLastWhile(::latin).length
    val after = laid.text.drop(start).takeWhile(::latin).length
    before > 0 && after > 0 && before + after <= WORD_MAX
}

private fun latin(letter: Char) = letter in 'a'..'z' || letter in 'A'..'Z'

private fun overlaps(controls: List<SemanticsNode>, texts: List<Laid>): List<String> =
    pairs(texts.map { it.node }).filter { (one, other) -> overlap(one, other) }.map { (one, other) -> "overlap: ${nameOf(one)} / ${nameOf(other)}" } +
        pairs(controls).filter { (one, other) -> overlap(one, other) }.map { (one, other) -> "controls overlap: ${nameOf(one)} / ${nameOf(other)}" }

private fun pairs(nodes: List<SemanticsNode>) = nodes.flatMapIndexed { index, one -> nodes.drop(index + 1).map { one to it } }

/** A bin has its word beside its shape; what is selected has a tick or a bar. */
private fun coloursAlone(nodes: List<SemanticsNode>, texts: List<Laid>): List<String> {
    val bins = nodes.filter { it.config.getOrNull(Drawn).orEmpty().startsWith("bin-") }
    val wordless = bins.filter { bin -> texts.none { bounds(bin).inflate(16 * DENSITY).overlaps(bounds(it.node)) && it.text.isNotBlank() } }
    val selected = nodes.filter { it.config.getOrNull(SemanticsProperties.Selected) == true && SemanticsActions.OnClick in it.config }
    val markless = selected.filter { key -> nodesOf(key).none { it.config.getOrNull(Drawn) in listOf("check", "here") } }
    return wordless.map { "a bin without its word at ${place(it)}" } + markless.map { "selected by colour alone: ${nameOf(it)}" }
}

fun layoutOf(node: SemanticsNode): TextLayoutResult? {
    val results = mutableListOf<TextLayoutResult>()
    node.config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(results)
    return results.firstOrNull()
}

fun nameOf(node: SemanticsNode): String {
    val own = node.config.getOrNull(SemanticsProperties.ContentDescription).orEmpty() +
        node.config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text }
    return (own + node.children.map { nameOf(it) }).filter { it.isNotBlank() }.joinToString(" ")
}

fun ancestors(node: SemanticsNode) = generateSequence(node.parent) { it.parent }.map { it.id }

private fun place(node: SemanticsNode) = "${node.positionInRoot.x.toInt()},${node.positionInRoot.y.toInt()}"

private fun bounds(node: SemanticsNode) = Rect(node.positionInRoot, Size(node.size.width.toFloat(), node.size.height.toFloat()))

/** What stands still (bar, tabs) lies above what scrolls: only things under one scrolling parent can overlap. */
private fun overlap(one: SemanticsNode, other: SemanticsNode): Boolean {
    val shared = bounds(one).intersect(bounds(other))
    if (shared.width <= 1f || shared.height <= 1f) return false
    return scrollOf(one) == scrollOf(other) && one.id !in ancestors(other) && other.id !in ancestors(one)
}

private fun scrollOf(node: SemanticsNode): Int? = generateSequence(node) { it.parent }
    .firstOrNull { SemanticsProperties.VerticalScrollAxisRange in it.config }?.id
