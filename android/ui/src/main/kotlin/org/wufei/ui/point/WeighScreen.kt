package org.wufei.ui.point

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import org.wufei.app.CardStep
import org.wufei.app.LineEntry
import org.wufei.app.PointEvent
import org.wufei.app.WeighView
import org.wufei.ui.control.Ends
import org.wufei.ui.control.Field
import org.wufei.ui.control.Heading
import org.wufei.ui.control.Key
import org.wufei.ui.control.Keys
import org.wufei.ui.control.Panel
import org.wufei.ui.control.Press
import org.wufei.ui.control.PressRow
import org.wufei.ui.control.Problem
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Section
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look
import org.wufei.ui.look.Signs

/** At the scale: whose card, the keys, the line being typed, the lines so far. */
@Composable
fun WeighScreen(view: WeighView, send: (PointEvent) -> Unit) {
    Column {
        Text(view.pointName, style = Look.strong)
        Quiet(view.shiftLine)
        Press(view.logLabel, weight = Weight.PLAIN, sign = Signs.onward) { send(PointEvent.OpenLog) }
    }
    Panel {
        when (val card = view.card) {
            is CardStep.Known -> {
                Text(card.label, style = Look.strong)
                Quiet(card.number)
                Press(card.changeLabel) { send(PointEvent.ForgetCard) }
            }
            is CardStep.Ask -> AskCard(card, send)
        }
    }
    Panel {
        Heading(view.materialsHeading)
        Keys {
            view.materials.forEach { key ->
                Key(key.name, key.selected, Modifier.weight(1f), detail = key.rate) { send(PointEvent.MaterialPicked(key.material)) }
            }
        }
        Entry(view.entry, send)
    }
    Lines(view, send)
    Press(view.closeShiftLabel, weight = Weight.PLAIN) { send(PointEvent.CloseShift) }
}

@Composable
private fun AskCard(card: CardStep.Ask, send: (PointEvent) -> Unit) {
    Heading(card.heading)
    Field(card.fieldLabel, card.typed, problem = card.problem, keyboard = KeyboardType.Number, onDone = { send(PointEvent.CardEntered) }) {
        send(PointEvent.CardTyped(it))
    }
    Keys {
        Press(card.enterLabel, Modifier.weight(1f), Weight.SIDE) { send(PointEvent.CardEntered) }
        Press(card.scanLabel, Modifier.weight(1f), sign = Signs.camera) { send(PointEvent.ScanCard) }
    }
    if (card.picks.isNotEmpty()) Section(card.pickHeading) {
        Rows(card.picks) { pick ->
            PressRow(onPress = { send(PointEvent.CardPicked(pick.card)) }) {
                Ends {
                    Text(pick.label, style = Look.strong)
                    Quiet(pick.number)
                }
            }
        }
    }
}

@Composable
private fun Entry(entry: LineEntry, send: (PointEvent) -> Unit) {
    Keys { entry.units.forEach { key -> Key(key.label, key.selected, Modifier.weight(1f)) { send(PointEvent.UnitPicked(key.unit)) } } }
    Field(entry.grossLabel, entry.gross, keyboard = KeyboardType.Decimal, action = ImeAction.Next) { send(PointEvent.GrossTyped(it)) }
    Field(entry.tareLabel, entry.tare, keyboard = KeyboardType.Decimal) { send(PointEvent.TareTyped(it)) }
    Heading(entry.gradeLabel)
    Keys { entry.grades.forEach { key -> Key(key.label, key.selected, Modifier.weight(1f)) { send(PointEvent.GradePicked(key.grade)) } } }
    entry.problem?.let { Problem(it) }
    Press(entry.addLabel, Modifier.fillMaxWidth()) { send(PointEvent.AddLine) }
}

@Composable
private fun Lines(view: WeighView, send: (PointEvent) -> Unit) = Panel {
    Heading(view.linesHeading)
    if (view.lines.isNotEmpty()) Rows(view.lines) { row -> Line(row) { send(PointEvent.RemoveLine(row.index)) } }
    Text(view.estimateLine, style = Look.lead)
    if (view.canReview) Press(view.reviewLabel, Modifier.fillMaxWidth(), Weight.MAIN) { send(PointEvent.Review) }
    Press(view.withdrawLabel, weight = Weight.PLAIN) { send(PointEvent.Withdraw) }
}
