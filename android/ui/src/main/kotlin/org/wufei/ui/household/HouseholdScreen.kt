package org.wufei.ui.household

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.text.style.TextDecoration
import androidx.compose.ui.unit.dp
import org.wufei.app.CardView
import org.wufei.app.DropOffRow
import org.wufei.app.HouseholdEvent
import org.wufei.app.HouseholdView
import org.wufei.app.PointsView
import org.wufei.domain.TransferState
import org.wufei.ui.control.EndColumn
import org.wufei.ui.control.Ends
import org.wufei.ui.control.Grid
import org.wufei.ui.control.Heading
import org.wufei.ui.control.Panel
import org.wufei.ui.control.Press
import org.wufei.ui.control.Quiet
import org.wufei.ui.control.Round
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Section
import org.wufei.ui.control.Small
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look
import org.wufei.ui.look.Signs

/** My household: card, points, where to bring things, the village's place, drop-offs, rates. */
@Composable
fun HouseholdScreen(view: HouseholdView, send: (HouseholdEvent) -> Unit) {
    Column {
        Text(view.label, style = Look.lead)
        Quiet(view.communityName)
    }
    Card(view.card)
    Grid(listOf(true, false), across = 2) { booked, place ->
        if (booked) Figure(view.bookedLabel, view.booked, view.bookedWorth, strong = true, place) else Figure(view.pendingLabel, view.pending, place = place)
    }
    Points(view.points, send)
    Section(view.standingHeading) { Text(view.standingLine) }
    Section(view.dropOffsHeading) {
        view.dropOffsEmpty?.let { Quiet(it) }
        if (view.dropOffs.isNotEmpty()) Rows(view.dropOffs) { DropOff(it) }
    }
    Section(view.ratesHeading) {
        Small(view.ratesLine)
        if (view.rates.isNotEmpty()) Rows(view.rates) { rate ->
            Ends {
                Text(rate.material)
                Text(rate.rate, style = Look.strong)
            }
        }
    }
}

@Composable
private fun Card(card: CardView) = Panel {
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp), Alignment.CenterHorizontally) {
        Heading(card.heading)
        QrCode(card.qr, card.qrLabel)
        Small(card.numberLabel)
        Text(card.number, style = Look.figure, textAlign = TextAlign.Center)
        Text(card.hint, style = Look.small, textAlign = TextAlign.Center)
    }
}

/** A number with its name above it. */
@Composable
fun Figure(label: String, value: String, detail: String? = null, strong: Boolean = false, place: Modifier = Modifier) = Column(
    place.fillMaxWidth()
        .background(if (strong) Look.palette.leafPale else Look.palette.sheet, Round)
        .border(1.dp, if (strong) Look.palette.leaf else Look.palette.line, Round)
        .padding(horizontal = Look.measure.gap, vertical = 12.dp),
) {
    Small(label)
    Text(value, style = Look.figure)
    detail?.let { Small(it) }
}

/** Where to bring things; how far each is, once the person asked. On this page and in the look-up. */
@Composable
fun Points(view: PointsView, send: (HouseholdEvent) -> Unit) = Section(view.heading) {
    view.empty?.let { Quiet(it) }
    if (view.rows.isNotEmpty()) Rows(view.rows) { point ->
        Ends {
            Column {
                Text(point.name, style = Look.strong)
                Quiet(point.hours)
            }
            point.distance?.let { Text(it) }
        }
    }
    view.locateLabel?.let { Press(it, Modifier.fillMaxWidth(), Weight.PLAIN, Signs.place) { send(HouseholdEvent.LOCATE) } }
    view.locateHint?.let { Small(it) }
}

@Composable
private fun DropOff(row: DropOffRow) = Ends {
    Column {
        Text(row.lines)
        Small(row.moment)
    }
    EndColumn {
        // Struck through; the state's word says it too.
        val takenBack = row.state == TransferState.VOIDED || row.state == TransferState.CORRECTED
        Text(row.points, style = Look.strong.copy(textDecoration = if (takenBack) TextDecoration.LineThrough else null))
        Text(row.stateWord, style = Look.small, color = if (row.state == TransferState.BOOKED) Look.palette.leafDeep else Look.palette.soft)
    }
}
