package org.wufei.ui.inspect

import java.awt.image.BufferedImage
import java.awt.image.IndexColorModel
import java.io.File
import javax.imageio.ImageIO
import kotlin.math.abs

/** Dots of a picture that become one of its golden, across and down. */
private const val SHRINK = 4

/** A pixel is off when one of its channels is off by more than this. */
private const val CHANNEL_OFF_MAX = 24

/** A picture is the same when at most this many pixels are off. Two runs of one build differ in none. */
const val PIXELS_OFF_MAX = 6

private const val PALETTE_MAX = 256

/** The pictures as they were accepted: a quarter as wide, averaged, 16 steps a channel. */
object Goldens {
    private val folder = File("goldens")
    private val differences = File("target/pictures/differences")
    private val accept = System.getProperty("wufei.accept") == "true"

    val names: Set<String> get() = folder.listFiles().orEmpty().map { it.name }.filter { it.endsWith(".png") }.map { it.removeSuffix(".png") }.toSet()

    /** As [difference]; writes the golden instead where goldens are accepted. */
    fun check(name: String, pixels: Pixels): String? {
        if (!accept) return difference(name, pixels)
        folder.mkdirs()
        ImageIO.write(indexed(shrink(pixels)), "png", File(folder, "$name.png"))
        return null
    }

    /** What differs from the golden of that name, or null. */
    fun difference(name: String, pixels: Pixels): String? {
        val file = File(folder, "$name.png")
        val actual = shrink(pixels)
        if (!file.exists()) return "$name: no golden"
        val golden = read(file)
        if (golden.width != actual.width || golden.height != actual.height) return "$name: another size than its golden"
        val off = off(actual, golden)
        if (off <= PIXELS_OFF_MAX) return null
        differences.mkdirs()
        ImageIO.write(sideBySide(actual, golden), "png", File(differences, "$name.png"))
        return "$name: $off pixels off, see ${File(differences, "$name.png")}"
    }

    /** Takes away the goldens of pictures that are no more; where goldens are accepted only. */
    fun keepOnly(drawn: Set<String>) {
        if (accept) (names - drawn).forEach { File(folder, "$it.png").delete() }
    }
}

/** How many pixels of two pictures are off. */
fun off(one: Pixels, other: Pixels): Int = one.argb.indices.count { isOff(one.argb[it], other.argb[it]) }

private fun isOff(one: Int, other: Int) = listOf(16, 8, 0).any { abs((one shr it and 0xFF) - (other shr it and 0xFF)) > CHANNEL_OFF_MAX }

/** As goldens are: a quarter as wide and high, averaged over the area, 16 steps a channel. */
fun shrink(pixels: Pixels): Pixels {
    val width = pixels.width / SHRINK
    val height = pixels.height / SHRINK
    return Pixels(width, height, IntArray(width * height) { index ->
        listOf(16, 8, 0).fold(0) { colour, shift ->
            var sum = 0
            for (y in 0 until SHRINK) for (x in 0 until SHRINK) {
                sum += pixels.at(index % width * SHRINK + x, index / width * SHRINK + y) shr shift and 0xFF
            }
            // 0, 17, … 255: white stays white.
            val step = (sum / (SHRINK * SHRINK) * 15 + 127) / 255
            colour or (step * 17 shl shift)
        }
    })
}

/** A palette of the commonest colours; a rare one takes the nearest. */
private fun indexed(pixels: Pixels): BufferedImage {
    val palette = pixels.argb.groupBy { it }.entries.sortedByDescending { it.value.size }.take(PALETTE_MAX).map { it.key }
    val places = palette.withIndex().associate { it.value to it.index }
    fun channel(shift: Int) = ByteArray(palette.size) { (palette[it] shr shift).toByte() }
    val model = IndexColorModel(8, palette.size, channel(16), channel(8), channel(0))
    val picture = BufferedImage(pixels.width, pixels.height, BufferedImage.TYPE_BYTE_INDEXED, model)
    pixels.argb.forEachIndexed { index, colour ->
        val place = places[colour] ?: palette.indices.minBy { far(palette[it], colour) }
        picture.raster.setSample(index % pixels.width, index / pixels.width, 0, place)
    }
    return picture
}

private fun far(one: Int, other: Int) = listOf(16, 8, 0).sumOf { abs((one shr it and 0xFF) - (other shr it and 0xFF)) }

private fun read(file: File): Pixels {
    val picture = ImageIO.read(file)
    return Pixels(picture.width, picture.height, picture.getRGB(0, 0, picture.width, picture.height, null, 0, picture.width))
}

/** Actual, golden, and what is off in red on white. */
private fun sideBySide(actual: Pixels, golden: Pixels): BufferedImage {
    val width = actual.width
    val picture = BufferedImage(width * 3, actual.height, BufferedImage.TYPE_INT_RGB)
    for (y in 0 until actual.height) for (x in 0 until width) {
        picture.setRGB(x, y, actual.at(x, y))
        picture.setRGB(width + x, y, golden.at(x, y))
        picture.setRGB(width * 2 + x, y, if (isOff(actual.at(x, y), golden.at(x, y))) 0xD00000 else 0xFFFFFF)
    }
    return picture
}
