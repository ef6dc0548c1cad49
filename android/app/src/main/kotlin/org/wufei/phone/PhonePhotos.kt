package org.wufei.phone

import android.content.ContentResolver
import android.content.Context
import android.net.Uri
import androidx.core.content.FileProvider
import java.io.File
import java.io.IOException
import java.io.InputStream
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.wufei.app.PickPhoto
import org.wufei.app.Picked
import org.wufei.shell.PhotoPicker

/** More than the core reads of a picture: it says itself that one is too large. */
private const val COPY_BYTES_MAX = 64_000_000L

/** Pictures that a person picks or takes, through whichever activity is in front; each a copy of the app's own. */
class PhonePhotos(private val context: Context) : PhotoPicker {
    /** Shows the system's chooser; set by the activity in front, which brings the answer to [answered]. */
    var show: ((PickOrTake.Wanted) -> Unit)? = null
    private var waiting: CompletableDeferred<PickOrTake.Answer?>? = null
    private val folder get() = File(context.cacheDir, "picked")

    /** What an earlier process left is nobody's: the question went with it. */
    fun begin() {
        folder.deleteRecursively()
    }

    override suspend fun pick(wanted: PickPhoto): Picked {
        val file = try {
            withContext(Dispatchers.IO) { File.createTempFile("picture", null, folder.apply { mkdirs() }) }
        } catch (full: IOException) {
            return failed(full)
        }
        var picked: Picked = Picked.Cancelled
        try {
            // Whichever is in front by now.
            val show = show ?: return picked
            // Nobody looks at an older question any more.
            waiting?.complete(null)
            val answer = CompletableDeferred<PickOrTake.Answer?>().also { waiting = it }
            show(PickOrTake.Wanted(wanted.hint, FileProvider.getUriForFile(context, AUTHORITY, file)))
            answer.await()?.let { picked = fetched(it.picked, file) }
        } finally {
            if (picked !is Picked.File) file.delete()
        }
        return picked
    }

    /** `null` for somebody who changed their mind. */
    fun answered(answer: PickOrTake.Answer?) {
        waiting?.complete(answer)
        waiting = null
    }

    private suspend fun fetched(from: Uri?, file: File): Picked = withContext(Dispatchers.IO) {
        try {
            // Cameras differ in what they answer, but not in where they write.
            if (file.length() == 0L) copy(from ?: throw IOException("the camera wrote nothing"), file)
            Picked.File(file.path)
        } catch (failure: IOException) {
            failed(failure)
        } catch (taken: SecurityException) {
            failed(taken)
        }
    }

    private fun copy(from: Uri, file: File) {
        // Any app may answer: no path of our own folder is read for it.
        if (from.scheme != ContentResolver.SCHEME_CONTENT) throw IOException("picked from ${from.scheme}")
        val picture = context.contentResolver.openInputStream(from) ?: throw IOException("nothing to read")
        picture.use { input -> file.outputStream().use { output -> input.copyAtMost(COPY_BYTES_MAX, output::write) } }
    }

    private fun InputStream.copyAtMost(bytes: Long, write: (ByteArray, Int, Int) -> Unit) {
        val buffer = ByteArray(DEFAULT_BUFFER_SIZE)
        var left = bytes
        while (left > 0) {
            val count = read(buffer, 0, minOf(left, buffer.size.toLong()).toInt())
            if (count < 0) return
            write(buffer, 0, count)
            left -= count
        }
    }

    private fun failed(why: Exception) = Picked.Failed(why.message ?: why.javaClass.simpleName)

    private companion object {
        /** As in the manifest. */
        const val AUTHORITY = "org.wufei.phone.photos"
    }
}
