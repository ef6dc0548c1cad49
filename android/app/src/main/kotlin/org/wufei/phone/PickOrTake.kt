package org.wufei.phone

import android.content.ClipData
import android.content.Context
import android.content.Intent
import android.net.Uri
import androidx.activity.result.PickVisualMediaRequest
import androidx.activity.result.contract.ActivityResultContract
import androidx.activity.result.contract.ActivityResultContracts.PickVisualMedia
import androidx.activity.result.contract.ActivityResultContracts.TakePicture

/**
 * The system's chooser over its own picker of pictures and the phone's cameras. It gives one picture
 * and asks for no permission, and its words are the system's.
 */
class PickOrTake : ActivityResultContract<PickOrTake.Wanted, PickOrTake.Answer?>() {
    /** [hint] stands above the choice; a camera writes to [camera]. */
    class Wanted(val hint: String, val camera: Uri)

    /** What was picked; `null` where a camera wrote. */
    class Answer(val picked: Uri?)

    override fun createIntent(context: Context, input: Wanted): Intent {
        val pick = PickVisualMedia().createIntent(context, PickVisualMediaRequest(PickVisualMedia.ImageOnly))
        val take = TakePicture().createIntent(context, input.camera)
            .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION or Intent.FLAG_GRANT_WRITE_URI_PERMISSION)
        // What is granted is what the clip holds; the extra alone would be granted by some versions only.
        take.clipData = ClipData.newRawUri("", input.camera)
        return Intent.createChooser(pick, input.hint).putExtra(Intent.EXTRA_INITIAL_INTENTS, arrayOf(take))
    }

    /** `null` for somebody who changed their mind. */
    override fun parseResult(resultCode: Int, intent: Intent?): Answer? =
        if (TakePicture().parseResult(resultCode, intent)) Answer(PickVisualMedia().parseResult(resultCode, intent)) else null
}
