package org.wufei.ui.recorded

import com.google.gson.JsonParser
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicBoolean
import org.wufei.app.OutboxEvent
import org.wufei.app.Screen
import org.wufei.app.Tab
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent
import org.wufei.domain.Outcome
import org.wufei.shell.Between

/** Doors of a turf that come at once over a slow net, before the rest. */
private const val FIRST_ROWS = 8

/** A net that brings the first few rows of a turf at once and the others when it is let go. */
private class SlowNet(server: String) : AutoCloseable {
    private val rest = CountDownLatch(1)
    private val begun = AtomicBoolean()
    private val net = Between(server) { request ->
        val asked = request.requestURI.toString()
        when {
            "turf" !in asked || "limit=" !in asked -> asked
            begun.compareAndSet(false, true) -> asked.replace(Regex("""limit=\d+"""), "limit=$FIRST_ROWS")
            else -> asked.also { rest.await() }
        }
    }
    val address = net.address

    fun letGo() = rest.countDown()

    override fun close() {
        letGo()
        net.close()
    }
}

/** The same volunteer with a second phone and a slow net; at a door that asks, meanwhile, not to be visited. */
internal fun Recorder.slowVolunteer() = SlowNet(server.address).use { net ->
    open("slow", net.address).use { core ->
        fun turfs(event: TurfsEvent) = core.send(UiEvent.Turfs(event))
        core.enrol("volunteer")
        core.send(UiEvent.Open(Tab.TURFS))
        val mine = core.screen<Screen.Turfs> { it.turfs.mine.isNotEmpty() }.turfs.mine.first()
        turfs(TurfsEvent.Walk(mine.turf))
        core.screen<Screen.Doors> { it.doors.loading != null && it.doors.doors.isNotEmpty() }
        core.keep("doors-loading")
        net.letGo()
        val door = core.screen<Screen.Doors> { it.doors.loading == null }.doors.doors.first { it.openLabel != null && it.outcome == null }
        server.kill()
        server.changeRoll { it.quiet(door.door) }
        turfs(TurfsEvent.DoorPicked(door.door))
        turfs(TurfsEvent.OutcomeTapped(Outcome.NOT_HOME))
        core.screen<Screen.Doors> { list -> list.doors.doors.any { it.door == door.door && it.unsent } }
        server.start()
        core.send(UiEvent.Open(Tab.OUTBOX))
        core.send(UiEvent.Outbox(OutboxEvent.SyncNow))
        core.screen<Screen.Outbox> { it.outbox.attention.isNotEmpty() && !it.outbox.running }
        core.rests()
        core.keep("outbox-refused")
    }
}

/** The roll with one more door that is not to be visited. */
private fun String.quiet(door: String): String {
    val (community, number) = door.split("-")
    val roll = JsonParser.parseString(this).asJsonObject
    val doors = roll["communities"].asJsonArray.map { it.asJsonObject }.single { it["code"].asString == community }["doors"].asJsonArray
    doors.map { it.asJsonObject }.single { it["number"].asString == number }.addProperty("do_not_visit", true)
    return roll.toString()
}
