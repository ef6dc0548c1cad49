package org.wufei.shell.bench

import org.wufei.app.CardStep
import org.wufei.app.LookupEvent
import org.wufei.app.PointEvent
import org.wufei.app.Screen
import org.wufei.app.SettingsEvent
import org.wufei.app.Tab
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent

/**
 * What is done on one screen, named as Rust names it, and the same as in the bench of Rust. [reach]
 * brings the device there from where the gesture before left it, and gives the events that then take
 * turns. Where a screen has nothing to type or to toggle, it is the smallest there is: a note that is
 * dismissed.
 */
class Gesture(val device: String, val screen: String, val reach: (Counted) -> List<UiEvent>)

/** One a screen, but for `starting`, which is gone before anybody could press. */
val gestures: List<Gesture> = listOf(
    Gesture(Devices.RESIDENT, "lookup") { core ->
        core.open<Screen.Lookup>(Tab.LOOKUP)
        listOf("牛奶盒", "电池").map { UiEvent.Lookup(LookupEvent.Typed(it)) }
    },
    Gesture(Devices.RESIDENT, "household") { core -> core.open<Screen.Household>(Tab.HOUSEHOLD) },
    Gesture(Devices.RESIDENT, "standing") { core -> core.open<Screen.Standing>(Tab.STANDING) },
    Gesture(Devices.RESIDENT, "settings") { core ->
        core.open<Screen.Settings>(Tab.SETTINGS)
        listOf(true, false).map { UiEvent.Settings(SettingsEvent.ElderPicked(it)) }
    },
    Gesture(Devices.ATTENDANT, "weigh") { core ->
        core.open<Screen.Weigh>(Tab.POINT)
        points(PointEvent.GrossTyped("3.2"), PointEvent.GrossTyped("6.4"))
    },
    Gesture(Devices.ATTENDANT, "review", ::review),
    Gesture(Devices.ATTENDANT, "log") { core -> core.opens<Screen.Log>(points(PointEvent.Edit, PointEvent.OpenLog)) },
    Gesture(Devices.ATTENDANT, "mend") { core ->
        val rows = core.screen<Screen.Log> { log -> log.log.rows.any { it.mendLabel != null } }.log.rows
        core.opens<Screen.Mend>(points(PointEvent.MendPicked(rows.first { it.mendLabel != null }.dropOff)))
    },
    Gesture(Devices.ATTENDANT, "shift") { core ->
        core.opens<Screen.Shift>(points(PointEvent.MendCancelled, PointEvent.CloseLog, PointEvent.CloseShift))
    },
    Gesture(Devices.VOLUNTEER, "turfs") { core -> core.open<Screen.Turfs>(Tab.TURFS) },
    Gesture(Devices.VOLUNTEER, "doors") { core ->
        val turf = core.screen<Screen.Turfs> { it.turfs.mine.isNotEmpty() }.turfs.mine.first().turf
        core.opens<Screen.Doors>(walks(TurfsEvent.Walk(turf)))
        val doors = core.screen<Screen.Doors> { it.doors.loading == null }.doors.doors
        walks(TurfsEvent.DoorPicked(doors.first { it.openLabel != null }.door), TurfsEvent.LeaveDoor)
    },
    Gesture(Devices.VOLUNTEER, "proposal") { core ->
        core.opens<Screen.Proposal>(walks(TurfsEvent.OpenProposal))
        walks(TurfsEvent.ProposalTyped("合成 1"), TurfsEvent.ProposalTyped("合成 2"))
    },
    Gesture(Devices.VOLUNTEER, "door") { core ->
        core.opens<Screen.Doors>(walks(TurfsEvent.CancelProposal))
        val doors = core.screen<Screen.Doors> { list -> list.doors.doors.any { it.outcome != null } }.doors.doors
        core.opens<Screen.Door>(walks(TurfsEvent.DoorPicked(doors.first { it.outcome != null && it.openLabel != null }.door)))
    },
    Gesture(Devices.VOLUNTEER, "visit_void") { core ->
        val history = core.screen<Screen.Door> { it.door.history.isNotEmpty() }.door.history
        core.opens<Screen.VisitVoid>(walks(TurfsEvent.VoidPicked(history.first { it.voidLabel != null }.visit)))
    },
    Gesture(Devices.VOLUNTEER, "outbox") { core ->
        core.open<Screen.Outbox>(Tab.OUTBOX)
        listOf(UiEvent.Open(Tab.OUTBOX))
    },
)

private fun review(core: Counted): List<UiEvent> {
    points(PointEvent.Withdraw).forEach(core::send)
    val weigh = core.screen<Screen.Weigh> { (it.weigh.card as? CardStep.Ask)?.picks?.isNotEmpty() == true }.weigh
    return core.opens<Screen.Review>(
        points(
            PointEvent.CardPicked((weigh.card as CardStep.Ask).picks.first().card),
            PointEvent.MaterialPicked(weigh.materials.first().material),
            PointEvent.GrossTyped("3.2"),
            PointEvent.Review,
        ),
    )
}

private fun points(vararg events: PointEvent): List<UiEvent> = events.map { UiEvent.Point(it) }

private fun walks(vararg events: TurfsEvent): List<UiEvent> = events.map { UiEvent.Turfs(it) }

private inline fun <reified T : Screen> Counted.open(tab: Tab) = opens<T>(listOf(UiEvent.Open(tab)))

/** Raises [events], which open the screen; the smallest gesture. */
private inline fun <reified T : Screen> Counted.opens(events: List<UiEvent>): List<UiEvent> {
    events.forEach(::send)
    screen<T>()
    return listOf(UiEvent.DismissNote)
}
