package org.wufei.phone

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import org.wufei.app.Shared
import org.wufei.shell.Sharing

/** Opens the system's chooser. What the picked app does with the text nobody tells. */
class SystemSharing(private val context: Context) : Sharing {
    override suspend fun share(text: String): Shared {
        val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text)
        return try {
            // From outside an activity, which may be turning just now.
            context.startActivity(Intent.createChooser(send, null).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
            Shared.Done
        } catch (none: ActivityNotFoundException) {
            Shared.Unavailable("no app to share with")
        }
    }
}
