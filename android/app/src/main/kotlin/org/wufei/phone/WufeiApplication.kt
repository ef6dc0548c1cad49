package org.wufei.phone

import android.app.Application
import android.util.Log
import java.io.File
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import org.wufei.app.UiEvent
import org.wufei.core.WufeiConfig
import org.wufei.shell.Abilities
import org.wufei.shell.Opened
import org.wufei.shell.open

/**
 * Owns the one core. It lives as long as the process: activities come and go with each rotation and
 * find it as they left it. When the process dies, all that was recorded or typed is in the core's
 * database; nothing is kept here.
 */
open class WufeiApplication : Application() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Main.immediate)
    private val voice = SpeechVoice(this)
    private val core = lazy {
        val abilities = Abilities(NoScannerYet, voice, SystemSharing(this), PhoneLocator(this, permissions), photos)
        photos.begin()
        open(config(), scope, abilities, PhoneSecretStorage(sealFile)) { Log.e(LOG, "reported by the shell", it) }.also { opened ->
            when (opened) {
                is Opened.Running -> opened.core.send(UiEvent.Start)
                is Opened.Failed -> Log.e(LOG, "no core", opened.cause)
            }
        }
    }

    val permissions = PermissionDialog(this)
    val photos = PhonePhotos(this)

    /** Opened on the main thread, when the first screen asks for it. */
    val opened: Opened by core

    /** Not backed up: token and records belong to this device. */
    protected open fun config() = WufeiConfig(
        folder = File(noBackupFilesDir, "device").path,
        server = getString(R.string.server),
        city = getString(R.string.city_code),
        extraRootPem = null,
        seal = null, // filled in when the core is opened
        picksPhotos = true,
    )

    /** Beside the core's own folder, and like it not backed up: the key that opens it stays on this phone. */
    private val sealFile get() = File(noBackupFilesDir, "seal.key")

    /** Real phones end the process without a word; this is for emulated ones. */
    override fun onTerminate() {
        if (core.isInitialized()) (opened as? Opened.Running)?.core?.close()
        voice.close()
        scope.cancel()
        super.onTerminate()
    }

    private companion object {
        const val LOG = "Wufei"
    }
}
