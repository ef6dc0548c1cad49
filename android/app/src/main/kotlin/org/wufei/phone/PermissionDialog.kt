package org.wufei.phone

import android.content.Context
import android.content.pm.PackageManager
import kotlinx.coroutines.CompletableDeferred

/** Asks a person for a permission, at the moment it is needed, through whichever activity is in front. */
class PermissionDialog(private val context: Context) {
    /** Shows the system's dialog; set by the activity in front, which brings the answer to [answered]. */
    var show: ((String) -> Unit)? = null
    private var waiting: CompletableDeferred<Boolean>? = null

    suspend fun granted(permission: String): Boolean {
        if (context.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED) return true
        waiting?.let { return it.await() }
        val show = show ?: return false
        val answer = CompletableDeferred<Boolean>().also { waiting = it }
        show(permission)
        return answer.await()
    }

    fun answered(granted: Boolean) {
        waiting?.complete(granted)
        waiting = null
    }
}
