package org.wufei.phone

import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.BackHandler
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.result.contract.ActivityResultContracts.RequestPermission
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import org.wufei.app.UiEvent
import org.wufei.shell.CoreLoop
import org.wufei.shell.Opened
import org.wufei.ui.frame.WufeiApp

/**
 * The only activity: shows what the core says. Dark mode and text size are the system's and reach
 * the screens through Compose; keyboard and bars are kept clear by the frame.
 */
class MainActivity : ComponentActivity() {
    private val wufei get() = application as WufeiApplication
    private val permission = registerForActivityResult(RequestPermission()) { wufei.permissions.answered(it) }
    private val picture = registerForActivityResult(PickOrTake()) { wufei.photos.answered(it) }
    private val showChooser: (PickOrTake.Wanted) -> Unit = { picture.launch(it) }
    private val showDialog: (String) -> Unit = { permission.launch(it) }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        enableEdgeToEdge()
        val opened = wufei.opened
        setContent {
            when (opened) {
                is Opened.Running -> Running(opened.core)
                is Opened.Failed -> NoCoreScreen(opened.why)
            }
        }
    }

    override fun onStart() {
        super.onStart()
        wufei.permissions.show = showDialog
        wufei.photos.show = showChooser
    }

    override fun onStop() {
        // The next activity may be in front already.
        if (wufei.permissions.show === showDialog) wufei.permissions.show = null
        if (wufei.photos.show === showChooser) wufei.photos.show = null
        super.onStop()
    }

    override fun onDestroy() {
        // A turned phone hears of its picture in the next activity; one that is left never does.
        if (isFinishing) wufei.photos.answered(null)
        super.onDestroy()
    }
}

@Composable
private fun Running(core: CoreLoop) {
    val view by core.view.collectAsStateWithLifecycle()
    // Where the core knows no step back, the system leaves the app.
    BackHandler(enabled = view.back != null) { core.send(UiEvent.Back) }
    WufeiApp(view, PhotoFiles, send = core::send)
}
