package org.wufei.shell.bench

import java.io.File
import java.nio.file.Files
import org.wufei.app.OutboxEvent
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent
import org.wufei.domain.Outcome
import org.wufei.shell.Phone
import org.wufei.shell.RealServer

/**
 * The devices' folders that the bench begins with: `resident`, `attendant` and `volunteer`. Whoever
 * compares shells brings the same ones to each; those that are missing are made here.
 */
object Devices {
    const val RESIDENT = "resident"
    const val ATTENDANT = "attendant"
    const val VOLUNTEER = "volunteer"

    fun make(folder: File) {
        val missing = listOf(RESIDENT, ATTENDANT, VOLUNTEER).filter { !File(folder, it).exists() }
        if (missing.isEmpty()) return
        val served = Files.createTempDirectory("wufei-bench").toFile()
        try {
            RealServer(served).use { server ->
                server.start()
                for (role in missing) Phone(File(folder, role), server.address).use { phone ->
                    phone.enrol(server.code(role))
                    when (role) {
                        RESIDENT -> phone.looksAtPoints()
                        ATTENDANT -> phone.logs()
                        VOLUNTEER -> phone.visits()
                    }
                    phone.syncs()
                }
            }
        } finally {
            served.deleteRecursively()
        }
    }

    private fun Phone.looksAtPoints() {
        send(UiEvent.Open(Tab.HOUSEHOLD))
        screen<Screen.Household>("the card and the rates") { it.household.rates.isNotEmpty() }
    }

    /** Stands at the scale, with one drop-off in the log. */
    private fun Phone.logs() {
        openShift()
        reviewDropOff()
        confirmDropOff()
    }

    /** Has a turf on the device and a visit behind. */
    private fun Phone.visits() {
        val door = walkFirstTurf().doors.doors.first { it.openLabel != null }.door
        walk(TurfsEvent.DoorPicked(door))
        walk(TurfsEvent.OutcomeTapped(Outcome.NOT_HOME))
        screen<Screen.Doors>("the visit") { list -> list.doors.doors.any { it.outcome == Outcome.NOT_HOME } }
    }

    private fun Phone.syncs() {
        send(UiEvent.Open(Tab.OUTBOX))
        send(UiEvent.Outbox(OutboxEvent.SyncNow))
        screen<Screen.Outbox>("all sent") { it.outbox.waiting == 0u && !it.outbox.running && it.outbox.attention.isEmpty() }
    }
}
