package org.wufei.ui.lookup

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.toggleableState
import androidx.compose.ui.state.ToggleableState
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.unit.dp
import org.wufei.app.GuessCard
import org.wufei.app.HouseholdEvent
import org.wufei.app.ItemCard
import org.wufei.app.ItemLink
import org.wufei.app.KeptView
import org.wufei.app.LookupEvent
import org.wufei.app.LookupResult
import org.wufei.app.LookupView
import org.wufei.app.PartCard
import org.wufei.domain.BinColour
import org.wufei.ui.control.Ends
import org.wufei.ui.control.Field
import org.wufei.ui.control.Heading
import org.wufei.ui.control.Grid
import org.wufei.ui.control.Panel
import org.wufei.ui.control.Press
import org.wufei.ui.control.PressRow
import org.wufei.ui.control.Round
import org.wufei.ui.control.Rows
import org.wufei.ui.control.Section
import org.wufei.ui.control.Small
import org.wufei.ui.control.Weight
import org.wufei.ui.household.Points
import org.wufei.ui.look.Look
import org.wufei.ui.look.Sign
import org.wufei.ui.look.Signs
import org.wufei.ui.photo.Album
import org.wufei.ui.photo.Photos

/** The look-up: a field, and below it the answer as a card a part, in its bin's colour, shape and word. */
@Composable
fun LookupScreen(
    view: LookupView, album: Album, learn: () -> Unit, near: (HouseholdEvent) -> Unit, send: (LookupEvent) -> Unit,
) {
    Field(
        view.fieldLabel, view.typed, hint = view.fieldHint, action = ImeAction.Search,
        beside = { if (view.typed.isNotEmpty()) Press(view.clearLabel, weight = Weight.PLAIN, sign = Signs.close) { send(LookupEvent.Clear) } },
    ) { send(LookupEvent.Typed(it)) }
    Column(Modifier.semantics { liveRegion = LiveRegionMode.Polite }, Arrangement.spacedBy(Look.measure.gap)) {
        view.points?.let { Points(it, near) }
        Answer(view.result, near, send)
    }
    view.photos?.let { photos ->
        Photos(photos, album, add = { send(LookupEvent.AddPhoto) }) { send(LookupEvent.RemovePhoto(it)) }
    }
    view.learnLabel?.let { Press(it, Modifier.fillMaxWidth(), onPress = learn) }
    Small(view.rulebookLine)
}

@Composable
private fun Answer(result: LookupResult, near: (HouseholdEvent) -> Unit, send: (LookupEvent) -> Unit) = when (result) {
    is LookupResult.Empty -> {
        Kept(result.kept, send)
        Links(result.heading, result.examples, send)
    }
    is LookupResult.PointsOnly -> Unit
    is LookupResult.Candidates -> Links(result.heading, result.items, send)
    is LookupResult.Found -> Item(result.item, near, send)
    is LookupResult.Guess -> {
        Guess(result.guess)
        Telling(result.tellUs, result.told, send)
        if (result.nearest.isNotEmpty()) Links(result.nearestHeading, result.nearest, send)
        Unit
    }
    is LookupResult.Unknown -> {
        Panel {
            Text(result.text, style = Look.lead)
            Telling(result.tellUs, result.told, send)
        }
        if (result.nearest.isNotEmpty()) Links(result.nearestHeading, result.nearest, send)
        Unit
    }
}

/** Favourites, then what was looked up lately, with the way to empty that list and to put it back. */
@Composable
private fun Kept(kept: KeptView, send: (LookupEvent) -> Unit) {
    if (kept.favourites.isNotEmpty()) Links(kept.favouritesHeading, kept.favourites, send)
    if (kept.recents.isNotEmpty()) Links(kept.recentsHeading, kept.recents, send)
    kept.emptyLabel?.let { Press(it, weight = Weight.PLAIN, sign = Signs.close) { send(LookupEvent.RecentsEmptied) } }
    kept.emptied?.let { Text(it, style = Look.strong, color = Look.palette.leafDeep) }
    kept.restoreLabel?.let { Press(it, weight = Weight.SIDE) { send(LookupEvent.RecentsRestored) } }
}

/** The way to tell us of a word, or that it is told. */
@Composable
private fun Telling(tellUs: String?, told: String?, send: (LookupEvent) -> Unit) {
    told?.let { Text(it, style = Look.strong, color = Look.palette.leafDeep) }
    tellUs?.let { Press(it, Modifier.fillMaxWidth(), Weight.MAIN) { send(LookupEvent.TellUs) } }
}

/** A guess: that it is one stands first, above the bin. */
@Composable
private fun Guess(guess: GuessCard) {
    Text(guess.mark, Modifier.semantics { heading() }, style = Look.lead)
    Column(Modifier.fillMaxWidth().clip(Round).background(Look.palette.sheet).border(1.dp, Look.palette.line, Round)) {
        Band(guess.colour, null, guess.binLine)
        Column(Modifier.padding(Look.measure.gap), Arrangement.spacedBy(Look.measure.gap)) {
            Text(guess.grounds)
            guess.sureness?.let { Small(it) }
        }
    }
}

@Composable
private fun Links(heading: String, items: List<ItemLink>, send: (LookupEvent) -> Unit) = Section(heading) {
    Rows(items) { item ->
        PressRow(onPress = { send(LookupEvent.Picked(item.item)) }) {
            Ends {
                Text(item.name, style = Look.strong)
                Bin(item.streamWord, item.colour)
            }
        }
    }
}

/** A bin in a list: shape and word on its colour. */
@Composable
fun Bin(word: String, colour: BinColour) = Row(
    Modifier.background(Look.palette.bin(colour), RoundedCornerShape(32.dp)).padding(start = 8.dp, end = 12.dp, top = 2.dp, bottom = 2.dp),
    Arrangement.spacedBy(6.dp),
    Alignment.CenterVertically,
) {
    Sign(Signs.of(colour), tint = Look.palette.onBin)
    Text(word, style = Look.small.copy(fontWeight = FontWeight.SemiBold), color = Look.palette.onBin)
}

@Composable
private fun Item(item: ItemCard, near: (HouseholdEvent) -> Unit, send: (LookupEvent) -> Unit) {
    Text(item.name, Modifier.semantics { heading() }, style = Look.figure)
    val kept = item.isFavourite
    Press(
        item.favouriteLabel, Modifier.semantics { toggleableState = ToggleableState(kept) },
        sign = if (kept) Signs.starred else Signs.star,
    ) { send(LookupEvent.FavouritePicked(!kept)) }
    item.apart?.let { Apart(item.name, it) }
    item.parts.forEach { Part(it) }
    item.points?.let { Points(it, near) }
    val actions = listOf(
        Triple(item.readAloudLabel, Signs.speaker, LookupEvent.ReadAloud),
        Triple(item.shareLabel, Signs.share, LookupEvent.Share),
    )
    Grid(actions, across = 2) { (label, sign, event), place -> Press(label, place, sign = sign) { send(event) } }
}

@Composable
private fun Part(part: PartCard) = Column(
    Modifier.fillMaxWidth().clip(Round).background(Look.palette.sheet).border(1.dp, Look.palette.line, Round),
) {
    Band(part.colour, part.name, part.binLine)
    Column(Modifier.padding(Look.measure.gap), Arrangement.spacedBy(Look.measure.gap)) {
        Below(part.reasonHeading) { Text(part.reason) }
        if (part.preparation.isNotEmpty()) Below(part.preparationHeading) {
            part.preparation.forEach { step ->
                Row(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalAlignment = Alignment.CenterVertically) {
                    Sign(Signs.check, tint = Look.palette.leaf)
                    Text(step)
                }
            }
        }
        HorizontalDivider(color = Look.palette.line)
        Column {
            Small(part.sourceHeading)
            Small(part.source)
        }
    }
}

/** The bin: its shape and its line on its colour; large letters have the shape above them. */
@Composable
private fun Band(colour: BinColour, name: String?, line: String) = FlowRow(
    Modifier.fillMaxWidth().background(Look.palette.bin(colour)).padding(horizontal = 12.dp, vertical = Look.measure.gap),
    horizontalArrangement = Arrangement.spacedBy(12.dp),
    verticalArrangement = Arrangement.spacedBy(4.dp),
    itemVerticalAlignment = Alignment.CenterVertically,
) {
    Sign(Signs.of(colour), if (Look.measure.elder) 48.dp else 40.dp, Look.palette.onBin)
    Column {
        name?.let { Text(it, style = Look.strong, color = Look.palette.onBin) }
        Text(line, style = Look.title, color = Look.palette.onBin)
    }
}

@Composable
private fun Below(heading: String, content: @Composable ColumnScope.() -> Unit) = Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
    Heading(heading)
    content()
}
