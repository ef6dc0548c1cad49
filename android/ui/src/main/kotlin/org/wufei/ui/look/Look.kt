package org.wufei.ui.look

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.foundation.text.selection.LocalTextSelectionColors
import androidx.compose.foundation.text.selection.TextSelectionColors
import androidx.compose.material3.LocalContentColor
import androidx.compose.material3.LocalTextStyle
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Typography
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp

/** Type scale and spacing. Elder: text at least 30 and small text at least 18 by the elder-mode guideline, targets 60. */
data class Measure(val text: Int, val small: Int, val lead: Int, val title: Int, val target: Dp, val gap: Dp, val elder: Boolean) {
    companion object {
        val Standard = Measure(text = 17, small = 16, lead = 20, title = 22, target = 48.dp, gap = 16.dp, elder = false)
        val Elder = Measure(text = 30, small = 24, lead = 32, title = 32, target = 60.dp, gap = 20.dp, elder = true)
    }
}

/** Elder letters are 1.75 times the standard ones; the phone's own text size adds at most this much, 2.5 times together. */
private const val ELDER_SCALE_MAX = 1.4f

/** From this text size on, things stand one below the other. */
private const val LARGE_SCALE = 1.3f

val LocalMeasure = staticCompositionLocalOf { Measure.Standard }

/** The look inside a composition: `Look.palette`, `Look.measure` and the text styles. */
object Look {
    val palette: Palette @Composable @ReadOnlyComposable get() = LocalPalette.current
    val measure: Measure @Composable @ReadOnlyComposable get() = LocalMeasure.current
    /** No room for two things beside each other: elder letters, or the phone's own text size. */
    val large: Boolean @Composable @ReadOnlyComposable get() = measure.elder || LocalDensity.current.fontScale >= LARGE_SCALE
    val text: TextStyle @Composable @ReadOnlyComposable get() = MaterialTheme.typography.bodyLarge
    val strong: TextStyle @Composable @ReadOnlyComposable get() = MaterialTheme.typography.titleSmall
    val small: TextStyle @Composable @ReadOnlyComposable get() = MaterialTheme.typography.bodyMedium
    val tab: TextStyle @Composable @ReadOnlyComposable get() = MaterialTheme.typography.labelSmall
    val lead: TextStyle @Composable @ReadOnlyComposable get() = MaterialTheme.typography.titleMedium
    val title: TextStyle @Composable @ReadOnlyComposable get() = MaterialTheme.typography.titleLarge
    val figure: TextStyle @Composable @ReadOnlyComposable get() = MaterialTheme.typography.headlineSmall
}

@Composable
fun WufeiLook(elder: Boolean, dark: Boolean = isSystemInDarkTheme(), content: @Composable () -> Unit) {
    val palette = if (dark) Palette.Dark else Palette.Light
    val measure = if (elder) Measure.Elder else Measure.Standard
    val density = LocalDensity.current
    val scaled = if (elder) Density(density.density, density.fontScale.coerceAtMost(ELDER_SCALE_MAX)) else density
    CompositionLocalProvider(LocalPalette provides palette, LocalMeasure provides measure, LocalDensity provides scaled) {
        MaterialTheme(colorScheme = scheme(palette, dark), typography = type(measure)) {
            CompositionLocalProvider(
                LocalContentColor provides palette.ink,
                LocalTextStyle provides MaterialTheme.typography.bodyLarge,
                LocalTextSelectionColors provides TextSelectionColors(palette.leaf, palette.leaf.copy(alpha = 0.3f)),
                content = content,
            )
        }
    }
}

private fun scheme(palette: Palette, dark: Boolean) = (if (dark) darkColorScheme() else lightColorScheme()).copy(
    primary = palette.leaf, onPrimary = palette.onLeaf, primaryContainer = palette.leafPale, onPrimaryContainer = palette.leafDeep,
    background = palette.paper, onBackground = palette.ink, surface = palette.sheet, onSurface = palette.ink,
    onSurfaceVariant = palette.soft, surfaceContainerHighest = palette.paper, outline = palette.edge, outlineVariant = palette.line, error = palette.warn,
)

private fun style(size: Int, weight: FontWeight = FontWeight.Normal, spread: Double = 1.45) =
    TextStyle(fontSize = size.sp, lineHeight = (size * spread).sp, fontWeight = weight)

private fun type(measure: Measure) = Typography(
    bodyLarge = style(measure.text),
    titleSmall = style(measure.text, FontWeight.SemiBold),
    bodyMedium = style(measure.small),
    labelSmall = style(if (measure.elder) measure.small else 14, spread = 1.3),
    labelMedium = style(measure.small, FontWeight.SemiBold, 1.3),
    titleMedium = style(measure.lead, FontWeight.Medium, 1.4),
    titleLarge = style(measure.title, FontWeight.Bold, 1.3),
    headlineSmall = style(if (measure.elder) measure.title else 25, FontWeight.Bold, 1.3),
    labelLarge = style(measure.text, FontWeight.SemiBold, 1.3),
)
