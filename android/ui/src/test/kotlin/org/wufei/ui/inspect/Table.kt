package org.wufei.ui.inspect

import java.io.File
import kotlin.reflect.KClass

/** What was measured, a row a picture; printed once, and kept beside the pictures. */
class Table {
    private val rows = sortedMapOf<String, String>()
    private val exempt = sortedSetOf<String>()

    fun row(variant: Variant, found: Found, contrasts: List<Contrast>, violations: Int) {
        val lowest = contrasts.filter { !it.disabled }.minByOrNull { it.ratio / it.demanded }
        exempt += contrasts.filter { it.disabled }.map { it.what }
        rows[variant.name] = listOf(
            variant.name.padEnd(46), found.controls, found.texts, "%.0f".format(found.smallestTarget),
            "%.0f".format(found.smallestText), "%.0f".format(found.leadingText),
            lowest?.let { "%.1f %s".format(it.ratio, it.what) } ?: "–", found.mainActions, violations,
        ).joinToString(" | ")
    }

    fun print(withoutMain: Map<out KClass<*>, String>) {
        val text = buildString {
            appendLine("picture | controls | texts | smallest target dp | smallest text sp | leading text sp | lowest contrast | main | violations")
            rows.values.forEach { appendLine(it) }
            withoutMain.forEach { (screen, why) -> appendLine("no main action: ${screen.simpleName}: $why") }
            exempt.forEach { appendLine("disabled, contrast exempt: $it") }
        }
        println(text)
        File("target/pictures/table.txt").writeText(text)
    }
}
