package org.wufei.ui.inspect

import org.wufei.ui.recorded.Recorded

/** Dots of a picture a dp. */
const val DENSITY = 1.25f

/** The width of the pictured phone, in dp. */
const val WIDTH = 360

/**
 * What a picture is measured by. [least] is the smallest side of a target, in dp; [leading] the
 * smallest size of text that leads (headings, the words of controls, fields) and [other] of other
 * text, in sp.
 */
data class Demand(val least: Float, val leading: Float, val other: Float)

/** By the guideline for elder modes; standard is stricter than its 44 dp. */
fun demandOf(elder: Boolean) = if (elder) Demand(least = 60f, leading = 30f, other = 18f) else Demand(least = 48f, leading = 14f, other = 14f)

/** Above this size, in sp, text counts as large: WCAG 1.4.3 then asks 3:1 instead of 4.5:1. */
const val LARGE_TEXT = 18f
const val LARGE_TEXT_CONTRAST = 3f
const val TEXT_CONTRAST = 4.5f

/** WCAG 1.4.11: drawings, and the edges that show where a control is. */
const val SIGN_CONTRAST = 3f

/** One picture of a recorded view: by day or night, at the phone's own text size. */
data class Variant(val recorded: Recorded, val dark: Boolean, val fontScale: Float) {
    val name = "${recorded.name}-${if (dark) "dark" else "light"}-x${fontScale.toInt()}"

    /** Dp; tall enough to show what large letters push down. */
    val height = if (recorded.view.elder || fontScale > 1f) 1400 else 900

    /** The part whose goldens are compared in every run. */
    val fixed = !dark && fontScale == 1f && recorded.view.languageTag == "zh-CN"
}

/** True with `-Dwufei.full=true`: every mode of every view; else night only in Chinese at the usual text size. */
val full: Boolean = System.getProperty("wufei.full") == "true"

fun variantsOf(recorded: Recorded): List<Variant> = listOf(false, true).flatMap { dark -> listOf(1f, 2f).map { Variant(recorded, dark, it) } }
    .filter { full || !it.dark || (it.fontScale == 1f && recorded.view.languageTag == "zh-CN") }
