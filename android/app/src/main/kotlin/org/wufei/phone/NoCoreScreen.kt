package org.wufei.phone

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import org.wufei.shell.NoCore
import org.wufei.ui.look.Look
import org.wufei.ui.look.WufeiLook

/** Shown when there is no core. Large, as nobody knows whether an elder reads it. */
@Composable
fun NoCoreScreen(why: NoCore) = WufeiLook(elder = true) {
    Column(
        Modifier.fillMaxSize().background(Look.palette.paper).windowInsetsPadding(WindowInsets.safeDrawing)
            .verticalScroll(rememberScrollState()).padding(Look.measure.gap),
        Arrangement.spacedBy(Look.measure.gap),
    ) {
        Text(why.chinese, style = Look.text)
        Text(why.english, style = Look.small)
    }
}
