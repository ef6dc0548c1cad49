package org.wufei.ui.learning

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.wufei.app.LearningEvent
import org.wufei.app.LessonView
import org.wufei.app.LessonsView
import org.wufei.app.ScoreView
import org.wufei.ui.control.Ends
import org.wufei.ui.control.Panel
import org.wufei.ui.control.Press
import org.wufei.ui.control.PressRow
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Section
import org.wufei.ui.control.Small
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look
import org.wufei.ui.look.Signs
import org.wufei.ui.lookup.Bin

/** The lessons, with what is due of each, and the way to a round of questions. */
@Composable
fun LessonsScreen(view: LessonsView, send: (LearningEvent) -> Unit) {
    view.loading?.let { Quiet(it) }
    view.problem?.let { Text(it, style = Look.strong, color = Look.palette.warn) }
    view.againLabel?.let { Press(it) { send(LearningEvent.Open) } }
    view.quizLine?.let { Text(it, style = Look.lead) }
    view.quizLabel?.let { Press(it, Modifier.fillMaxWidth(), Weight.MAIN) { send(LearningEvent.QuizPicked(null)) } }
    Section(view.heading) {
        Rows(view.lessons) { lesson ->
            PressRow(onPress = { send(LearningEvent.LessonPicked(lesson.lesson)) }) {
                Ends {
                    Text(lesson.title, style = Look.strong)
                    Quiet(lesson.detail)
                }
            }
        }
    }
    view.score?.let { Score(it) }
}

/** The honour score, and that it earns nothing. */
@Composable
internal fun Score(score: ScoreView) = Panel {
    Column(Modifier.semantics(mergeDescendants = true) {}) {
        Text(score.label, style = Look.strong)
        Text(score.number, style = Look.figure)
        Small(score.note)
    }
}

/** A page of a lesson: one sentence, what it is about, what it rests on. */
@Composable
fun LessonScreen(view: LessonView, send: (LearningEvent) -> Unit) {
    Column(Modifier.semantics { liveRegion = LiveRegionMode.Polite }, Arrangement.spacedBy(12.dp)) {
        Small(view.progress)
        Text(view.text, style = Look.lead)
    }
    if (view.items.isNotEmpty()) Section(view.itemsHeading) {
        Rows(view.items) { item ->
            Ends {
                Text(item.name, style = Look.strong)
                Bin(item.streamWord, item.colour)
            }
        }
    }
    view.sourceLine?.let { Small(it) }
    view.nextLabel?.let { Press(it, Modifier.fillMaxWidth(), Weight.MAIN) { send(LearningEvent.NextPage) } }
    view.quizLabel?.let { Press(it, Modifier.fillMaxWidth(), Weight.MAIN) { send(LearningEvent.QuizPicked(view.lesson)) } }
    view.previousLabel?.let { Press(it, Modifier.fillMaxWidth()) { send(LearningEvent.PreviousPage) } }
    Press(view.readAloudLabel, weight = Weight.PLAIN, sign = Signs.speaker) { send(LearningEvent.ReadAloud) }
}
