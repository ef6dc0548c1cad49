package org.wufei.ui.look

import androidx.compose.foundation.layout.size
import androidx.compose.material3.Icon
import androidx.compose.material3.LocalContentColor
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.graphics.vector.addPathNodes
import androidx.compose.ui.semantics.SemanticsPropertyKey
import androidx.compose.ui.semantics.SemanticsPropertyReceiver
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import org.wufei.app.Tab
import org.wufei.app.Tone
import org.wufei.domain.BinColour
import org.wufei.domain.Outcome

/** Says which drawing stands here, to whoever inspects a picture; a screen reader does not know it. */
val Drawn = SemanticsPropertyKey<String>("Drawn")
var SemanticsPropertyReceiver.drawn by Drawn

/** Line drawings on a 24 × 24 grid, always beside a word, never instead of one; the screen reader leaves them out. */
object Signs {
    private const val CIRCLE = "M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18z"
    val back = drawing("back", "M15 5l-7 7 7 7")
    val onward = drawing("onward", "M9 5l7 7-7 7")
    val close = drawing("close", "M6 6l12 12M18 6L6 18")
    val check = drawing("check", "M4.5 12.5l5 5L19.5 7")
    val speaker = drawing("speaker", "M4 9.5v5h3.5l5 4v-13l-5 4zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11")
    val camera = drawing("camera", "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M7 12h10")
    val photo = drawing("photo", "M4 8h3.5l2-3h5l2 3H20v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7z")
    val share = drawing("share", "M12 15V3.5M8 7.5l4-4 4 4M6 11H5v9.5h14V11h-1")
    private const val STAR = "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.3-4.1 5.9-.8z"
    val star = drawing("star", STAR)
    val starred = drawing("starred", STAR, filled = true)
    val place = drawing("place", "M12 21.5c-4-4.5-7-8-7-11.5a7 7 0 0 1 14 0c0 3.5-3 7-7 11.5zM12 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5z")
    val untouched = drawing("untouched", CIRCLE)

    private val tabs = mapOf(
        Tab.LOOKUP to "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13zM15.5 15.5L21 21",
        Tab.HOUSEHOLD to "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
        Tab.POINT to "M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z",
        Tab.TURFS to "M6 21V4h12v17M3 21h18M14.5 12v1.5",
        Tab.OUTBOX to "M12 15V4M7.5 8.5L12 4l4.5 4.5M4 14v6h16v-6",
        Tab.STANDING to "M5 20v-7M12 20V5M19 20v-11",
        Tab.SETTINGS to "M4 7h9M17 7h3M15 5a2 2 0 1 0 0 4 2 2 0 1 0 0-4zM4 17h3M11 17h9M9 15a2 2 0 1 0 0 4 2 2 0 1 0 0-4z",
    ).mapValues { drawing("tab-${it.key}", it.value) }

    private val bins = mapOf(
        BinColour.BLUE to "M19 12a7 7 0 0 1-12.5 4.3M5 12a7 7 0 0 1 12.5-4.3M18 3.5V8h-4.5M6 20.5V16h4.5",
        BinColour.RED to "${CIRCLE}M8.5 8.5l7 7M15.5 8.5l-7 7",
        BinColour.GREEN to "M6 18C5 9 10 4.5 20 4c.5 10-4 15-14 14zM4 21c2-6 5-9.5 9.5-11",
        BinColour.GREY to "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
        BinColour.NONE to "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8",
    ).mapValues { drawing("bin-${it.key}", it.value) }

    private val outcomes = mapOf(
        Outcome.MET to "M4.5 12.5l5 5L19.5 7",
        Outcome.NOT_HOME to "M4 11l8-7 8 7v9H4zM9 14.5h6",
        Outcome.REFUSED to "${CIRCLE}M5.7 5.7l12.6 12.6",
        Outcome.COME_BACK to "${CIRCLE}M12 7v5l3.5 2",
        Outcome.MOVED to "M14 4H5v16h9M10 12h11M17.5 8.5L21 12l-3.5 3.5",
        Outcome.NO_ACCESS to "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    ).mapValues { drawing("outcome-${it.key}", it.value) }

    private val tones = mapOf(
        Tone.GOOD to "M4.5 12.5l5 5L19.5 7",
        Tone.INFO to "${CIRCLE}M12 11v6M12 7v.5",
        Tone.PROBLEM to "M12 3.5L22 20.5H2zM12 10v5M12 17.5v.5",
    ).mapValues { drawing("tone-${it.key}", it.value) }

    fun of(tab: Tab): ImageVector = tabs.getValue(tab)
    fun of(bin: BinColour): ImageVector = bins.getValue(bin)
    fun of(outcome: Outcome?): ImageVector = outcome?.let(outcomes::getValue) ?: untouched
    fun of(tone: Tone): ImageVector = tones.getValue(tone)

    private fun drawing(name: String, path: String, filled: Boolean = false): ImageVector = ImageVector.Builder(name, 24.dp, 24.dp, 24f, 24f).addPath(
        pathData = addPathNodes(path), fill = if (filled) SolidColor(Color.Black) else null, stroke = SolidColor(Color.Black), strokeLineWidth = 1.75f,
        strokeLineCap = StrokeCap.Round, strokeLineJoin = StrokeJoin.Round,
    ).build()
}

/** A drawing in the colour of the words beside it. */
@Composable
fun Sign(drawing: ImageVector, size: Dp = if (Look.measure.elder) 36.dp else 24.dp, tint: Color = LocalContentColor.current) {
    Icon(drawing, contentDescription = null, modifier = Modifier.size(size).semantics { drawn = drawing.name }, tint = tint)
}
