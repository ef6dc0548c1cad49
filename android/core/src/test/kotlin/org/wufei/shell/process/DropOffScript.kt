package org.wufei.shell.process

import java.io.File
import java.time.Year
import org.wufei.app.PointEvent
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.UiEvent
import org.wufei.shell.Phone

/** An attendant who enrols, opens a shift and logs a drop-off; says the year that this process sees, and the note at the end. */
object DropOffScript {
    /** Arguments: folder, server, code (empty when enrolled already). */
    @JvmStatic
    fun main(arguments: Array<String>) {
        val (folder, server, code) = arguments
        Phone(File(folder), server).use { phone ->
            if (code.isNotEmpty()) {
                phone.enrol(code)
                phone.send(UiEvent.DismissNote)
            }
            phone.send(UiEvent.Open(Tab.POINT))
            phone.shows("the point") { it.note == null && ((it.screen as? Screen.Shift)?.shift?.openLabel != null || it.screen is Screen.Weigh) }
            if (phone.view.screen is Screen.Shift) {
                phone.atPoint(PointEvent.OpenShift)
            } else {
                phone.reviewDropOff()
                phone.atPoint(PointEvent.Confirm)
            }
            val note = phone.shows("a note") { it.note != null }.note!!
            println("${Year.now()} ${note.tone} ${note.text}")
        }
    }
}
