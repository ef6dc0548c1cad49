package org.wufei.ui.photo

import androidx.compose.foundation.Image
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.produceState
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.layout.ContentScale
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.wufei.app.PhotoRow
import org.wufei.app.PhotosView
import org.wufei.domain.PhotoId
import org.wufei.ui.control.Ends
import org.wufei.ui.control.Press
import org.wufei.ui.control.Problem
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Round
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look
import org.wufei.ui.look.Signs

/** Shows a photo's file: each system has a decoder of its own. */
fun interface Album {
    /** Takes its time off the main thread. `null` for a file that cannot be shown: its place stays empty. */
    suspend fun picture(path: String): ImageBitmap?
}

/** The photos of a record that is being made: each with its picture, what is wrong, and how to add one. */
@Composable
fun Photos(view: PhotosView, album: Album, add: () -> Unit, remove: (PhotoId) -> Unit) = Column(
    Modifier.fillMaxWidth(), Arrangement.spacedBy(12.dp),
) {
    if (view.rows.isNotEmpty()) {
        Rows(view.rows) { row ->
            Ends {
                Picture(row, album)
                Press(row.removeLabel, weight = Weight.PLAIN) { remove(row.photo) }
            }
        }
    }
    view.busy?.let { Text(it, Modifier.semantics { liveRegion = LiveRegionMode.Polite }, color = Look.palette.soft) }
    view.problem?.let { Problem(it) }
    view.hint?.let { Quiet(it) }
    view.addLabel?.let { Press(it, Modifier.fillMaxWidth(), sign = Signs.photo, onPress = add) }
}

/** Its place is as large before it is read. */
@Composable
private fun Picture(row: PhotoRow, album: Album) {
    // Another photo in the same place begins with none.
    val picture by key(row.path) { produceState<ImageBitmap?>(null) { value = album.picture(row.path) } }
    Box(
        Modifier.size(if (Look.measure.elder) 176.dp else 128.dp).clip(Round).background(Look.palette.paper)
            .border(1.dp, Look.palette.line, Round).semantics {
                role = Role.Image
                contentDescription = row.label
            },
    ) {
        picture?.let { Image(it, contentDescription = null, Modifier.fillMaxSize(), contentScale = ContentScale.Crop) }
    }
}
