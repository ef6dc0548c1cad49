package org.wufei.ui.preview

import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.Preview
import androidx.compose.ui.tooling.preview.PreviewParameter
import androidx.compose.ui.tooling.preview.PreviewParameterProvider
import kotlin.reflect.KClass
import org.wufei.app.Screen
import org.wufei.ui.frame.WufeiApp
import org.wufei.ui.recorded.MadeUpAlbum
import org.wufei.ui.recorded.Recorded
import org.wufei.ui.recorded.Stored

/*
 * One preview a screen, in each of its states as the core recorded them, in Chinese, standard and
 * elder. Nothing is started for it: neither the Rust library nor a server.
 */

@Preview @Composable fun StartingPreview(@PreviewParameter(StartingStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun LookupPreview(@PreviewParameter(LookupStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun LessonsPreview(@PreviewParameter(LessonsStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun LessonPreview(@PreviewParameter(LessonStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun QuizPreview(@PreviewParameter(QuizStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun QuizDonePreview(@PreviewParameter(QuizDoneStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun HouseholdPreview(@PreviewParameter(HouseholdStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun ShiftPreview(@PreviewParameter(ShiftStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun WeighPreview(@PreviewParameter(WeighStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun ReviewPreview(@PreviewParameter(ReviewStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun LogPreview(@PreviewParameter(LogStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun MendPreview(@PreviewParameter(MendStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun TurfsPreview(@PreviewParameter(TurfsStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun DoorsPreview(@PreviewParameter(DoorsStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun DoorPreview(@PreviewParameter(DoorStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun ProposalPreview(@PreviewParameter(ProposalStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun VisitVoidPreview(@PreviewParameter(VisitVoidStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun OutboxPreview(@PreviewParameter(OutboxStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun StandingPreview(@PreviewParameter(StandingStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun SettingsPreview(@PreviewParameter(SettingsStates::class) recorded: Recorded) = Preview(recorded)
@Preview @Composable fun LeavePreview(@PreviewParameter(LeaveStates::class) recorded: Recorded) = Preview(recorded)

/** A preview shows; what is pressed in it goes nowhere. */
@Composable
private fun Preview(recorded: Recorded) = WufeiApp(recorded.view, MadeUpAlbum) {}

/** The recorded states of one screen. */
abstract class States(private val screen: KClass<out Screen>) : PreviewParameterProvider<Recorded> {
    override val values get() = Stored.all.asSequence().filter { screen.isInstance(it.view.screen) }
}

class StartingStates : States(Screen.Starting::class)
class LookupStates : States(Screen.Lookup::class)
class LessonsStates : States(Screen.Lessons::class)
class LessonStates : States(Screen.Lesson::class)
class QuizStates : States(Screen.Quiz::class)
class QuizDoneStates : States(Screen.QuizDone::class)
class HouseholdStates : States(Screen.Household::class)
class ShiftStates : States(Screen.Shift::class)
class WeighStates : States(Screen.Weigh::class)
class ReviewStates : States(Screen.Review::class)
class LogStates : States(Screen.Log::class)
class MendStates : States(Screen.Mend::class)
class TurfsStates : States(Screen.Turfs::class)
class DoorsStates : States(Screen.Doors::class)
class DoorStates : States(Screen.Door::class)
class ProposalStates : States(Screen.Proposal::class)
class VisitVoidStates : States(Screen.VisitVoid::class)
class OutboxStates : States(Screen.Outbox::class)
class StandingStates : States(Screen.Standing::class)
class SettingsStates : States(Screen.Settings::class)
class LeaveStates : States(Screen.Leave::class)
