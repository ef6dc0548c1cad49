package org.wufei.ui.starting

import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import org.wufei.ui.look.Look

/** Until what the device holds has been read. */
@Composable
fun StartingScreen(text: String) = Text(text, Modifier.semantics { liveRegion = LiveRegionMode.Polite }, color = Look.palette.soft)
