package org.wufei.ui.look

import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.graphics.Color
import org.wufei.domain.BinColour

/** The colours of the app, the same in the browser shell. A bin's colour always stands with its word and shape. */
data class Palette(
    val paper: Color, val sheet: Color, val ink: Color, val soft: Color, val line: Color, val edge: Color,
    val leaf: Color, val leafDeep: Color, val onLeaf: Color, val leafPale: Color,
    val warn: Color, val warnPale: Color, val sunPale: Color, val sunInk: Color, val info: Color, val infoPale: Color,
    val blue: Color, val red: Color, val green: Color, val grey: Color, val special: Color,
    val onBin: Color = Color.White,
) {
    fun bin(colour: BinColour): Color = when (colour) {
        BinColour.BLUE -> blue
        BinColour.RED -> red
        BinColour.GREEN -> green
        BinColour.GREY -> grey
        BinColour.NONE -> special
    }

    companion object {
        val Light = Palette(
            paper = Color(0xFFF4F3EE), sheet = Color.White, ink = Color(0xFF1B2420), soft = Color(0xFF55605A),
            line = Color(0xFFD5D8D1), edge = Color(0xFF7D877F), leaf = Color(0xFF1A6B4A), leafDeep = Color(0xFF12523A),
            onLeaf = Color.White, leafPale = Color(0xFFE3F0E8), warn = Color(0xFFA3221A), warnPale = Color(0xFFFBE9E6),
            sunPale = Color(0xFFFBF0D3), sunInk = Color(0xFF6A4A00), info = Color(0xFF17518F), infoPale = Color(0xFFE6EFF9),
            blue = Color(0xFF1557A6), red = Color(0xFFB3261E), green = Color(0xFF1D6B37), grey = Color(0xFF545B60),
            special = Color(0xFF6B4A1E),
        )
        val Dark = Palette(
            paper = Color(0xFF121714), sheet = Color(0xFF1C2320), ink = Color(0xFFEBEFEC), soft = Color(0xFFA9B4AD),
            line = Color(0xFF35403A), edge = Color(0xFF7F8C85), leaf = Color(0xFF7FD1A8), leafDeep = Color(0xFFA5E2C4),
            onLeaf = Color(0xFF08281A), leafPale = Color(0xFF1F3A2D), warn = Color(0xFFFFB4AA), warnPale = Color(0xFF43201C),
            sunPale = Color(0xFF40340F), sunInk = Color(0xFFF4DC97), info = Color(0xFFA9CDF5), infoPale = Color(0xFF1B3048),
            blue = Color(0xFF2465B8), red = Color(0xFFB93229), green = Color(0xFF22753E), grey = Color(0xFF5B6368),
            special = Color(0xFF7A5524),
        )
    }
}

val LocalPalette = staticCompositionLocalOf { Palette.Light }
