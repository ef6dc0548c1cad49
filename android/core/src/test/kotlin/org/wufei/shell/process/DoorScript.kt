package org.wufei.shell.process

import java.io.File
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent
import org.wufei.domain.Outcome
import org.wufei.shell.Phone

/** A volunteer who stands at a door, the script open, some questions answered; then waits to be killed. */
object DoorScript {
    const val READY = "at the door"

    /** Arguments: folder, server, code, how many answers. */
    @JvmStatic
    fun main(arguments: Array<String>) {
        val (folder, server, code, answers) = arguments
        val phone = Phone(File(folder), server)
        phone.enrol(code)
        val doors = phone.walkFirstTurf().doors.doors.filter { it.openLabel != null }
        phone.walk(TurfsEvent.DoorPicked(doors[0].door))
        phone.walk(TurfsEvent.OutcomeTapped(Outcome.NOT_HOME))
        phone.screen<Screen.Doors>("a first visit") { list -> list.doors.doors.any { it.outcome == Outcome.NOT_HOME } }
        phone.walk(TurfsEvent.DoorPicked(doors[1].door))
        phone.walk(TurfsEvent.OutcomeTapped(Outcome.MET))
        val script = phone.screen<Screen.Door>("the script") { it.door.script != null }.door.script!!
        script.questions.take(answers.toInt()).forEach { phone.walk(TurfsEvent.AnswerPicked(it.question, it.choices.last().choice)) }
        // The store works in order: once it has told what is in the outbox, the answers are on disk.
        phone.send(UiEvent.Open(Tab.STANDING))
        phone.send(UiEvent.Open(Tab.OUTBOX))
        phone.screen<Screen.Outbox>("the store's answer") { it.outbox.rows.isNotEmpty() || it.outbox.empty?.endsWith("…") == false }
        phone.send(UiEvent.Open(Tab.TURFS))
        phone.screen<Screen.Door>("the door again") { it.door.script != null }
        println(READY)
        Thread.sleep(60_000)
    }
}
