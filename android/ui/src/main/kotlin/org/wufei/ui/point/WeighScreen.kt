package org.wufei.ui.point

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import org.wufei.app.CardStep
import org.wufei.app.LineEntry
import org.wufei.app.PointEvent
import org.wufei.app.WeighView
import org.wufei.ui.control.Choice
import org.wufei.ui.control.Ends
import org.wufei.ui.control.Field
import org.wufei.ui.control.Grid
import org.wufei.ui.control.Heading
import org.wufei.ui.control.Key
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
    FlowRow(Modifier.fillMaxWidth(), Arrangement.SpaceBetween, itemVerticalAlignment = Alignment.CenterVertically) {
        Column {
            Text(view.pointName, style = Look.strong)
            Quiet(view.shiftLine)
        }
        Press(view.logLabel, weight = Weight.PLAIN) { send(PointEvent.OpenLog) }
    }
    when (val card = view.card) {
        is CardStep.Known -> KnownCard(card, send)
        is CardStep.Ask -> AskCard(card, send)
    }
    Panel {
        Heading(view.materialsHeading)
        Choice(view.materials, across = 2) { key, place ->
            Key(key.name, key.selected, place, detail = key.rate) { send(PointEvent.MaterialPicked(key.material)) }
        }
    }
    Panel { Entry(view.entry, send) }
    Lines(view, send)
    Press(view.closeShiftLabel, Modifier.fillMaxWidth(), Weight.PLAIN) { send(PointEvent.CloseShift) }
}

@Composable
private fun KnownCard(card: CardStep.Known, send: (PointEvent) -> Unit) = Panel {
    FlowRow(Modifier.fillMaxWidth(), Arrangement.SpaceBetween, Arrangement.spacedBy(8.dp), Alignment.CenterVertically) {
        Column {
            Text(card.label, style = Look.lead)
            Quiet(card.number)
        }
        Press(card.changeLabel) { send(PointEvent.ForgetCard) }
    }
}

@Composable
private fun AskCard(card: CardStep.Ask, send: (PointEvent) -> Unit) {
    Panel {
        Heading(card.heading)
        Field(card.fieldLabel, card.typed, problem = card.problem, keyboard = KeyboardType.Number, onDone = { send(PointEvent.CardEntered) }) {
            send(PointEvent.CardTyped(it))
        }
        Grid(listOf(true, false), across = 2) { typed, place ->
            if (typed) Press(card.enterLabel, place) { send(PointEvent.CardEntered) }
            else Press(card.scanLabel, place, sign = Signs.camera) { send(PointEvent.ScanCard) }
        }
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
    Choice(entry.units) { key, place -> Key(key.label, key.selected, place) { send(PointEvent.UnitPicked(key.unit)) } }
    Field(entry.grossLabel, entry.gross, keyboard = KeyboardType.Decimal, action = ImeAction.Next) { send(PointEvent.GrossTyped(it)) }
    Field(entry.tareLabel, entry.tare, keyboard = KeyboardType.Decimal) { send(PointEvent.TareTyped(it)) }
    Heading(entry.gradeLabel)
    Choice(entry.grades, across = 2) { key, place -> Key(key.label, key.selected, place) { send(PointEvent.GradePicked(key.grade)) } }
    entry.problem?.let { Problem(it) }
    Press(entry.addLabel, Modifier.fillMaxWidth()) { send(PointEvent.AddLine) }
}

@Composable
private fun Lines(view: WeighView, send: (PointEvent) -> Unit) = Section(view.linesHeading) {
    if (view.lines.isNotEmpty()) Rows(view.lines) { row -> Line(row) { send(PointEvent.RemoveLine(row.index)) } }
    Text(view.estimateLine, style = Look.lead)
    if (view.canReview) Press(view.reviewLabel, Modifier.fillMaxWidth(), Weight.MAIN) { send(PointEvent.Review) }
    Press(view.withdrawLabel, Modifier.fillMaxWidth(), Weight.PLAIN) { send(PointEvent.Withdraw) }
}
