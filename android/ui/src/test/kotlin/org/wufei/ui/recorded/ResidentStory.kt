package org.wufei.ui.recorded

import org.wufei.app.EnrolmentView
import org.wufei.app.HouseholdEvent
import org.wufei.app.LearningEvent
import org.wufei.app.LookupEvent
import org.wufei.app.LookupResult
import org.wufei.app.Screen
import org.wufei.app.SettingsEvent
import org.wufei.app.Tab
import org.wufei.app.UiEvent
import org.wufei.shell.until

/** A resident looks things up before and after enrolling, and looks at card, points and standing. */
internal fun Recorder.resident() = open("resident").use { core ->
    fun lookup(event: LookupEvent) = core.send(UiEvent.Lookup(event))
    fun settings(event: SettingsEvent) = core.send(UiEvent.Settings(event))
    core.keepOnce("starting")
    core.send(UiEvent.Start)
    val empty = core.screen<Screen.Lookup>().lookup.result as LookupResult.Empty
    core.keep("lookup-empty")
    core.send(UiEvent.Learning(LearningEvent.Open))
    core.screen<Screen.Lessons> { it.lessons.score != null }
    core.keep("lessons")
    core.send(UiEvent.Learning(LearningEvent.LessonPicked("parts")))
    core.screen<Screen.Lesson>()
    core.keep("lesson")
    core.send(UiEvent.Back)
    core.send(UiEvent.Back)
    core.screen<Screen.Lookup>()
    lookup(LookupEvent.Picked(empty.examples.last().item))
    core.screen<Screen.Lookup> { (it.lookup.result as? LookupResult.Found)?.item?.parts.orEmpty().size > 1 }
    core.keep("lookup-parts")
    lookup(LookupEvent.Typed("瓶"))
    core.screen<Screen.Lookup> { it.lookup.result is LookupResult.Candidates }
    core.keep("lookup-candidates")
    lookup(LookupEvent.Picked("bubble-tea"))
    lookup(LookupEvent.FavouritePicked(true))
    core.screen<Screen.Lookup> { (it.lookup.result as? LookupResult.Found)?.item?.isFavourite == true }
    core.keep("lookup-apart")
    lookup(LookupEvent.Picked("milk-carton"))
    lookup(LookupEvent.Picked("egg-shell"))
    lookup(LookupEvent.Clear)
    core.screen<Screen.Lookup> { (it.lookup.result as? LookupResult.Empty)?.kept?.recents?.size == 2 }
    core.keep("lookup-kept")
    lookup(LookupEvent.RecentsEmptied)
    core.screen<Screen.Lookup> { (it.lookup.result as? LookupResult.Empty)?.kept?.emptied != null }
    core.keep("lookup-emptied")
    lookup(LookupEvent.Typed("蓝铃花瓶子"))
    core.screen<Screen.Lookup> { it.lookup.result is LookupResult.Guess }
    core.keep("lookup-guess")
    lookup(LookupEvent.Typed("曲率引擎"))
    core.screen<Screen.Lookup> { it.lookup.result is LookupResult.Unknown }
    core.keep("lookup-unknown")
    pictures.picture(shade = 40)
    lookup(LookupEvent.AddPhoto)
    core.screen<Screen.Lookup> { it.lookup.photos?.rows.orEmpty().isNotEmpty() }
    pictures.notes()
    lookup(LookupEvent.AddPhoto)
    core.screen<Screen.Lookup> { it.lookup.photos?.problem != null }
    core.keep("lookup-photos")
    lookup(LookupEvent.Typed("牛奶盒"))
    core.screen<Screen.Lookup> { it.lookup.result is LookupResult.Found }
    core.keep("lookup-found")
    core.keep("lookup-no-voice") {
        core.send(UiEvent.Open(Tab.LOOKUP))
        lookup(LookupEvent.ReadAloud)
        until("a note that there is no voice") { core.view.value.note != null && core.view.value.screen is Screen.Lookup }
    }
    core.send(UiEvent.DismissNote)
    core.send(UiEvent.Open(Tab.SETTINGS))
    core.screen<Screen.Settings>()
    core.keep("settings-ask")
    settings(SettingsEvent.CodeTyped("3A4C6-D7E9F"))
    settings(SettingsEvent.Enrol)
    core.screen<Screen.Settings> { (it.settings.enrolment as? EnrolmentView.Ask)?.let { ask -> !ask.busy && ask.problem != null } == true }
    core.keep("settings-refused")
    core.enrol("resident")
    core.keep("settings-done")
    core.send(UiEvent.Open(Tab.HOUSEHOLD))
    core.screen<Screen.Household> { it.household.rates.isNotEmpty() && it.household.dropOffs.isNotEmpty() }
    core.keep("household")
    core.send(UiEvent.Household(HouseholdEvent.LOCATE))
    core.screen<Screen.Household> { it.household.points.rows.any { point -> point.distance != null } }
    core.keep("household-located")
    core.send(UiEvent.Open(Tab.LOOKUP))
    lookup(LookupEvent.Typed("附近回收点"))
    core.screen<Screen.Lookup> { it.lookup.points?.rows.orEmpty().isNotEmpty() }
    core.keep("lookup-points")
    lookup(LookupEvent.Typed("旧沙发"))
    core.screen<Screen.Lookup> { (it.lookup.result as? LookupResult.Found)?.item?.points != null }
    core.keep("lookup-points-below")
    core.send(UiEvent.Open(Tab.STANDING))
    core.screen<Screen.Standing> { it.standing.rows.isNotEmpty() }
    core.keep("standing")
    core.send(UiEvent.Open(Tab.OUTBOX))
    // Not while it is being read.
    core.screen<Screen.Outbox> { it.outbox.empty?.endsWith("…") == false }
    core.keep("outbox-empty")
}
