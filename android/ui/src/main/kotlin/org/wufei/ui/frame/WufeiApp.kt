package org.wufei.ui.frame

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.runtime.Composable
import org.wufei.app.LearningEvent
import org.wufei.app.Screen
import org.wufei.app.UiEvent
import org.wufei.app.ViewModel
import org.wufei.ui.door.DoorScreen
import org.wufei.ui.door.ProposalScreen
import org.wufei.ui.door.VisitVoidScreen
import org.wufei.ui.doors.DoorsScreen
import org.wufei.ui.household.HouseholdScreen
import org.wufei.ui.learning.LessonScreen
import org.wufei.ui.learning.LessonsScreen
import org.wufei.ui.learning.QuizDoneScreen
import org.wufei.ui.learning.QuizScreen
import org.wufei.ui.look.WufeiLook
import org.wufei.ui.lookup.LookupScreen
import org.wufei.ui.outbox.OutboxScreen
import org.wufei.ui.photo.Album
import org.wufei.ui.point.LogScreen
import org.wufei.ui.point.MendScreen
import org.wufei.ui.point.ReviewScreen
import org.wufei.ui.point.ShiftScreen
import org.wufei.ui.point.WeighScreen
import org.wufei.ui.settings.LeaveScreen
import org.wufei.ui.settings.SettingsScreen
import org.wufei.ui.standing.StandingScreen
import org.wufei.ui.starting.StartingScreen
import org.wufei.ui.turfs.TurfsScreen

/** The whole app: what the core says is on the screen, and what a person does goes back as an event. [album] shows photos. */
@Composable
fun WufeiApp(view: ViewModel, album: Album, dark: Boolean = isSystemInDarkTheme(), send: (UiEvent) -> Unit) {
    WufeiLook(elder = view.elder, dark = dark) {
        Frame(view, send) { ScreenOf(view.screen, album, send) }
    }
}

@Composable
private fun ScreenOf(screen: Screen, album: Album, send: (UiEvent) -> Unit) = when (screen) {
    is Screen.Starting -> StartingScreen(screen.text)
    is Screen.Lookup -> LookupScreen(
        screen.lookup, album, learn = { send(UiEvent.Learning(LearningEvent.Open)) }, near = { send(UiEvent.Household(it)) },
    ) { send(UiEvent.Lookup(it)) }
    is Screen.Lessons -> LessonsScreen(screen.lessons) { send(UiEvent.Learning(it)) }
    is Screen.Lesson -> LessonScreen(screen.lesson) { send(UiEvent.Learning(it)) }
    is Screen.Quiz -> QuizScreen(screen.quiz) { send(UiEvent.Learning(it)) }
    is Screen.QuizDone -> QuizDoneScreen(screen.done) { send(UiEvent.Learning(it)) }
    is Screen.Household -> HouseholdScreen(screen.household) { send(UiEvent.Household(it)) }
    is Screen.Shift -> ShiftScreen(screen.shift) { send(UiEvent.Point(it)) }
    is Screen.Weigh -> WeighScreen(screen.weigh) { send(UiEvent.Point(it)) }
    is Screen.Review -> ReviewScreen(screen.review) { send(UiEvent.Point(it)) }
    is Screen.Log -> LogScreen(screen.log) { send(UiEvent.Point(it)) }
    is Screen.Mend -> MendScreen(screen.mend) { send(UiEvent.Point(it)) }
    is Screen.Turfs -> TurfsScreen(screen.turfs) { send(UiEvent.Turfs(it)) }
    is Screen.Doors -> DoorsScreen(screen.doors) { send(UiEvent.Turfs(it)) }
    is Screen.Door -> DoorScreen(screen.door, album) { send(UiEvent.Turfs(it)) }
    is Screen.Proposal -> ProposalScreen(screen.proposal) { send(UiEvent.Turfs(it)) }
    is Screen.VisitVoid -> VisitVoidScreen(screen.void) { send(UiEvent.Turfs(it)) }
    is Screen.Outbox -> OutboxScreen(screen.outbox) { send(UiEvent.Outbox(it)) }
    is Screen.Standing -> StandingScreen(screen.standing)
    is Screen.Settings -> SettingsScreen(screen.settings) { send(UiEvent.Settings(it)) }
    is Screen.Leave -> LeaveScreen(screen.leave) { send(UiEvent.Settings(it)) }
}
