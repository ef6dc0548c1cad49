package org.wufei.ui.learning

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.wufei.app.LearningEvent
import org.wufei.app.PlaceKey
import org.wufei.app.QuizDoneView
import org.wufei.app.QuizOutcome
import org.wufei.app.QuizView
import org.wufei.ui.control.Ends
import org.wufei.ui.control.Mark
import org.wufei.ui.control.Panel
import org.wufei.ui.control.Press
import org.wufei.ui.control.PressRow
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Small
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look
import org.wufei.ui.look.Sign
import org.wufei.ui.look.Signs
import org.wufei.ui.lookup.Bin

/** A question with the places to choose from; once it is answered, which is right and why. */
@Composable
fun QuizScreen(view: QuizView, send: (LearningEvent) -> Unit) {
    view.intro?.let { Text(it) }
    Small(view.progress)
    Column {
        Text(view.name, Modifier.semantics { heading() }, style = Look.figure)
        view.about?.let { Text(it, style = Look.lead) }
        Text(view.ask)
    }
    view.outcome?.let { outcome ->
        Column(Modifier.semantics { liveRegion = LiveRegionMode.Polite }, Arrangement.spacedBy(Look.measure.gap)) {
            Outcome(outcome, send)
        }
    }
    Rows(view.choices) { key ->
        if (view.outcome == null) PressRow(onPress = { send(LearningEvent.ChoicePicked(key.choice)) }) { Place(key) } else Place(key)
    }
}

@Composable
private fun Place(key: PlaceKey) = Ends {
    FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp), itemVerticalAlignment = Alignment.CenterVertically) {
        Box(Modifier.background(Look.palette.bin(key.colour), CircleShape).padding(6.dp)) {
            Sign(Signs.of(key.colour), tint = Look.palette.onBin)
        }
        Text(key.label, style = Look.strong)
    }
    key.mark?.let { Mark(it) }
}

@Composable
private fun Outcome(outcome: QuizOutcome, send: (LearningEvent) -> Unit) {
    Panel {
        Text(outcome.verdict, style = Look.lead)
        Bin(outcome.binLine, outcome.colour)
        Text(outcome.explanation)
        Small(outcome.sourceLine)
    }
    Press(outcome.nextLabel, Modifier.fillMaxWidth(), Weight.MAIN) { send(LearningEvent.Next) }
    Press(outcome.readAloudLabel, weight = Weight.PLAIN, sign = Signs.speaker) { send(LearningEvent.ReadAloud) }
}

/** How the round went. */
@Composable
fun QuizDoneScreen(view: QuizDoneView, send: (LearningEvent) -> Unit) {
    Text(view.text, Modifier.semantics { liveRegion = LiveRegionMode.Polite }, style = Look.lead)
    view.hint?.let { Quiet(it) }
    view.score?.let { Score(it) }
    Press(view.finishLabel, Modifier.fillMaxWidth(), Weight.MAIN) { send(LearningEvent.Finish) }
    view.againLabel?.let { Press(it, Modifier.fillMaxWidth()) { send(LearningEvent.QuizPicked(view.againLesson)) } }
}
