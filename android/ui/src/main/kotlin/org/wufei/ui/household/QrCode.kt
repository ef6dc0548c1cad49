package org.wufei.ui.household

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.widthIn
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.wufei.app.QrPicture

/** Modules of margin that a reader needs around the code. */
private const val QUIET_ZONE = 4

/** A QR code, dark on white by day and by night, with its quiet zone. */
@Composable
fun QrCode(picture: QrPicture, label: String) = Canvas(
    Modifier.widthIn(max = 240.dp).fillMaxWidth().aspectRatio(1f).semantics {
        role = Role.Image
        contentDescription = label
    },
) {
    drawRect(Color.White)
    val across = picture.size.toInt()
    val module = kotlin.math.floor(size.width / (across + 2 * QUIET_ZONE))
    val margin = (size.width - module * across) / 2
    picture.modules.forEachIndexed { index, dark ->
        if (dark == '1') drawRect(Color.Black, Offset(margin + index % across * module, margin + index / across * module), Size(module, module))
    }
}
