package org.wufei.shell

import java.awt.Color
import java.awt.image.BufferedImage
import java.io.File
import javax.imageio.ImageIO
import kotlinx.coroutines.CompletableDeferred
import org.wufei.app.PickPhoto
import org.wufei.app.Picked

/** Pixels of a made-up picture, across and down: larger than a photo may be. */
private const val ACROSS = 2_000
private const val DOWN = 1_200

/**
 * Somebody who picks one thing after the other, each copied into [folder] as a shell does it; then
 * nothing. Says what it was asked, in [asked].
 */
class MadeUpPictures(private val folder: File) : PhotoPicker {
    private val next = ArrayDeque<suspend (File) -> Picked>()
    val asked = mutableListOf<PickPhoto>()

    /** Copies that are still there: the core removes each. */
    val left: List<String> get() = folder.list().orEmpty().toList()

    /** A picture without loss: the same one each time, another one for another [shade], 0 to 255. */
    fun picture(shade: Int) = write { file -> ImageIO.write(drawn(shade), "png", file) }

    /** What is no picture, under the name of one. */
    fun notes() = write { file -> file.writeText("三个瓶子，一个纸箱") }

    /** Somebody who takes their time, and changes their mind when what comes back is called. */
    fun longThought(): () -> Unit {
        val over = CompletableDeferred<Unit>()
        next.addLast { over.await(); Picked.Cancelled }
        return { over.complete(Unit) }
    }

    fun changeOfMind() = next.addLast { Picked.Cancelled }

    fun copyFails() = next.addLast { Picked.Failed("no space left") }

    override suspend fun pick(wanted: PickPhoto): Picked {
        asked += wanted
        return next.removeFirstOrNull()?.invoke(File(folder.apply { mkdirs() }, "${asked.size}.png")) ?: Picked.Cancelled
    }

    private fun write(fill: (File) -> Unit) = next.addLast { file -> Picked.File(file.also(fill).path) }
}

/** A bottle on a table, more or less. */
fun drawn(shade: Int) = BufferedImage(ACROSS, DOWN, BufferedImage.TYPE_INT_RGB).apply {
    val brush = createGraphics()
    brush.color = Color(222, 214, 196)
    brush.fillRect(0, 0, ACROSS, DOWN)
    brush.color = Color(120, 84, 52)
    brush.fillRect(0, DOWN * 3 / 4, ACROSS, DOWN / 4)
    brush.color = Color(shade, 120, 90)
    brush.fillRoundRect(ACROSS * 2 / 5, DOWN / 3, ACROSS / 5, DOWN / 2, 80, 80)
    brush.fillRect(ACROSS * 9 / 20, DOWN / 6, ACROSS / 10, DOWN / 5)
    brush.dispose()
}
