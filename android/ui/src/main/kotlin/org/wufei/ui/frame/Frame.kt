package org.wufei.ui.frame

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.defaultMinSize
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.selected
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import org.wufei.app.Note
import org.wufei.app.Screen
import org.wufei.app.TabLink
import org.wufei.app.Tone
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent
import org.wufei.app.ViewModel
import org.wufei.ui.control.Mark
import org.wufei.ui.control.Press
import org.wufei.ui.control.Round
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look
import org.wufei.ui.look.Sign
import org.wufei.ui.look.Signs
import org.wufei.ui.look.drawn

/** Around every screen: the bar with the way back and the title, the note, the sync line, the tabs. */
@Composable
fun Frame(view: ViewModel, send: (UiEvent) -> Unit, screen: @Composable () -> Unit) {
    val scroll = rememberScrollState()
    LaunchedEffect(view.screen::class) { scroll.scrollTo(0) }
    // Large text leaves no room for tabs that stand: they are then the end of the page.
    val tabsStand = !Look.large
    Column(Modifier.fillMaxSize().background(Look.palette.paper).windowInsetsPadding(WindowInsets.safeDrawing)) {
        Bar(view, send)
        Column(Modifier.weight(1f).fillMaxWidth().verticalScroll(scroll), horizontalAlignment = Alignment.CenterHorizontally) {
            Column(Modifier.widthIn(max = 704.dp).fillMaxWidth().padding(Look.measure.gap), Arrangement.spacedBy(Look.measure.gap)) {
                view.note?.let { NoteLine(it) { send(UiEvent.DismissNote) } }
                screen()
                view.syncLine?.let { SyncLine(it) }
            }
            if (!tabsStand && view.tabs.isNotEmpty()) Tabs(view.tabs, send, stand = false)
        }
        if (tabsStand && view.tabs.isNotEmpty()) {
            HorizontalDivider(color = Look.palette.line)
            Tabs(view.tabs, send, stand = true)
        }
    }
}

@Composable
private fun Bar(view: ViewModel, send: (UiEvent) -> Unit) {
    Column(Modifier.fillMaxWidth().background(Look.palette.sheet)) {
        FlowRow(
            Modifier.fillMaxWidth().defaultMinSize(minHeight = 56.dp).padding(horizontal = Look.measure.gap, vertical = 4.dp),
            horizontalArrangement = Arrangement.spacedBy(12.dp),
            verticalArrangement = Arrangement.Center,
            itemVerticalAlignment = Alignment.CenterVertically,
        ) {
            view.back?.let { label ->
                // A door is left, so that the list stands where it stood.
                val back = if (view.screen is Screen.Door) UiEvent.Turfs(TurfsEvent.LeaveDoor) else UiEvent.Back
                Press(label, weight = Weight.PLAIN, sign = Signs.back) { send(back) }
            }
            Text(view.title, Modifier.semantics { heading() }, style = Look.title)
            view.synthetic?.let { Mark(it) }
        }
        HorizontalDivider(color = Look.palette.line)
    }
}

@Composable
private fun NoteLine(note: Note, dismiss: () -> Unit) {
    val palette = Look.palette
    val (ground, edge) = when (note.tone) {
        Tone.GOOD -> palette.leafPale to palette.leafDeep
        Tone.INFO -> palette.infoPale to palette.info
        Tone.PROBLEM -> palette.warnPale to palette.warn
    }
    val live = if (note.tone == Tone.PROBLEM) LiveRegionMode.Assertive else LiveRegionMode.Polite
    Column(Modifier.fillMaxWidth().background(ground, Round).padding(12.dp).semantics { liveRegion = live }) {
        Row(horizontalArrangement = Arrangement.spacedBy(12.dp)) {
            Sign(Signs.of(note.tone), tint = edge)
            Text(note.text, style = Look.strong)
        }
        Press(note.dismiss, Modifier.align(Alignment.End), Weight.PLAIN, onPress = dismiss)
    }
}

@Composable
private fun SyncLine(text: String) = Text(
    text,
    Modifier.fillMaxWidth().semantics { liveRegion = LiveRegionMode.Polite },
    style = Look.small,
    color = Look.palette.soft,
    textAlign = TextAlign.Center,
)

/** Standing tabs are a bar of drawings with words below them; the others a list of words with drawings before them. */
@Composable
private fun Tabs(tabs: List<TabLink>, send: (UiEvent) -> Unit, stand: Boolean) {
    val across = if (!stand) 1 else if (tabs.size > 5) (tabs.size + 1) / 2 else tabs.size
    Column(Modifier.fillMaxWidth().background(Look.palette.sheet).then(if (stand) Modifier.padding(vertical = 4.dp) else Modifier.padding(Look.measure.gap))) {
        // A row is as high as its longest label needs at the width that it has there.
        for (row in tabs.chunked(across)) {
            Row(Modifier.fillMaxWidth().height(IntrinsicSize.Min)) { row.forEach { TabKey(it, stand) { send(UiEvent.Open(it.tab)) } } }
        }
    }
}

@Composable
private fun RowScope.TabKey(tab: TabLink, stand: Boolean, open: () -> Unit) {
    val palette = Look.palette
    Surface(
        onClick = open,
        modifier = Modifier.weight(1f).fillMaxHeight().defaultMinSize(Look.measure.target, if (stand) 56.dp else Look.measure.target).semantics {
            role = Role.Tab
            selected = tab.selected
        },
        shape = Round,
        color = if (tab.selected) palette.leafPale else Color.Transparent,
        contentColor = if (tab.selected) palette.leafDeep else palette.soft,
    ) { if (stand) TabBelow(tab) else TabBeside(tab) }
}

@Composable
private fun TabBelow(tab: TabLink) = Column(
    Modifier.padding(bottom = 6.dp), Arrangement.spacedBy(2.dp), Alignment.CenterHorizontally,
) {
    Box(Modifier.size(28.dp, 3.dp).then(if (tab.selected) Modifier.background(Look.palette.leaf, Round).semantics { drawn = "here" } else Modifier))
    Row(verticalAlignment = Alignment.CenterVertically) {
        Sign(Signs.of(tab.tab))
        tab.badge?.let { Badge(it, tab.badgeLabel) }
    }
    val weight = if (tab.selected) FontWeight.Bold else FontWeight.Normal
    Text(tab.label, style = Look.tab.copy(fontWeight = weight), textAlign = TextAlign.Center)
}

@Composable
private fun TabBeside(tab: TabLink) = Row(
    Modifier.padding(horizontal = 8.dp, vertical = 8.dp), Arrangement.spacedBy(12.dp), Alignment.CenterVertically,
) {
    Sign(Signs.of(tab.tab))
    Text(tab.label, Modifier.weight(1f), style = Look.text.copy(fontWeight = if (tab.selected) FontWeight.Bold else FontWeight.Normal))
    tab.badge?.let { Badge(it, tab.badgeLabel) }
    if (tab.selected) Sign(Signs.check)
}

@Composable
private fun Badge(count: String, spoken: String?) = Box(
    Modifier.padding(start = 4.dp).background(Look.palette.sunInk, RoundedCornerShape(16.dp)).padding(horizontal = 7.dp),
) {
    Text(count, Modifier.semantics { spoken?.let { contentDescription = it } }, style = Look.small.copy(fontWeight = FontWeight.Bold), color = Look.palette.sheet)
}
