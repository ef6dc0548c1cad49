package org.wufei.ui.recorded

import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.toComposeImageBitmap
import java.io.File
import javax.imageio.ImageIO
import org.wufei.shell.drawn
import org.wufei.ui.photo.Album

/** Shows the same made-up picture for every photo: the files of a recording are gone. */
object MadeUpAlbum : Album {
    private val bottle by lazy { drawn(shade = 40).toComposeImageBitmap() }

    override suspend fun picture(path: String): ImageBitmap = bottle
}

/** Shows the files themselves. */
object FileAlbum : Album {
    override suspend fun picture(path: String): ImageBitmap? = ImageIO.read(File(path))?.toComposeImageBitmap()
}
