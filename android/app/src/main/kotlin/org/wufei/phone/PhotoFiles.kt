package org.wufei.phone

import android.graphics.BitmapFactory
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.asImageBitmap
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.wufei.ui.photo.Album

/** Pixels of the shorter side that a screen can show of a photo. */
private const val SHOWN_SIDE = 400

/** Photos from their files, no larger than a screen shows them. */
object PhotoFiles : Album {
    override suspend fun picture(path: String): ImageBitmap? = withContext(Dispatchers.IO) {
        val size = BitmapFactory.Options().apply { inJustDecodeBounds = true }
        BitmapFactory.decodeFile(path, size)
        val options = BitmapFactory.Options().apply {
            inSampleSize = (minOf(size.outWidth, size.outHeight) / SHOWN_SIDE).coerceAtLeast(1).takeHighestOneBit()
        }
        BitmapFactory.decodeFile(path, options)?.asImageBitmap()
    }
}
