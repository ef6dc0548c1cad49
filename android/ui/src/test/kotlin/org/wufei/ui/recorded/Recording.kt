package org.wufei.ui.recorded

import java.io.File
import java.nio.file.Files
import java.util.concurrent.Executors
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import org.wufei.app.EnrolmentView
import org.wufei.app.Located
import org.wufei.app.Screen
import org.wufei.app.SettingsEvent
import org.wufei.app.Tab
import org.wufei.app.UiEvent
import org.wufei.app.ViewModel
import org.wufei.core.WufeiConfig
import org.wufei.domain.Language
import org.wufei.shell.Abilities
import org.wufei.shell.CoreLoop
import org.wufei.shell.MadeUpPictures
import org.wufei.shell.NoAbilities
import org.wufei.shell.RealServer
import org.wufei.shell.until

/** A view model as the core made it in [state], with its clock times made [steady]. */
data class Recorded(val state: String, val view: ViewModel) {
    val name = "$state-${view.languageTag}-${if (view.elder) "elder" else "standard"}"
}

/** Every screen and its states, recorded once a run from the real core and the real server, in both languages and both modes. */
object Recordings {
    val all: List<Recorded> by lazy { Recorder().use { it.record() } }
}

/** Starts the server, plays the stories of a resident, an attendant and a volunteer, and keeps what they see. */
internal class Recorder : AutoCloseable {
    private val folder: File = Files.createTempDirectory("wufei-recorded").toFile()
    private val main = Executors.newSingleThreadExecutor().asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + main)
    private val found = mutableListOf<Recorded>()
    val server = RealServer(folder).also { it.start() }

    fun record(): List<Recorded> {
        playMorning(folder, server.address)
        resident()
        attendant()
        volunteer()
        server.start()
        slowVolunteer()
        return found
    }

    override fun close() {
        scope.cancel()
        server.close()
        main.close()
        folder.deleteRecursively()
    }

    /** What somebody picks when a photo is asked for. */
    val pictures = MadeUpPictures(File(folder, "picked"))

    /** A phone that knows where it is, near the first recycling point, has pictures, and reads no codes and has no voice. */
    fun open(name: String, address: String = server.address) = CoreLoop(
        WufeiConfig(File(folder, name).path, address, "330600000000", null, null, picksPhotos = true), scope,
        Abilities(NoAbilities.scanner, NoAbilities.voice, NoAbilities.sharing, { Located.At(29_590_000, 120_820_000) }, pictures),
    ) { throw it }

    inline fun <reified T : Screen> CoreLoop.screen(crossinline holds: (T) -> Boolean = { true }): T {
        until("${T::class.simpleName}; on screen: ${view.value.note} ${view.value.screen.toString().take(900)}") {
            (view.value.screen as? T)?.let { holds(it) } == true
        }
        return view.value.screen as T
    }

    /** The view once it stays: a round of sync that comes and goes by itself is not what is to be kept. */
    private fun CoreLoop.calm(): ViewModel {
        var last = view.value
        var since = System.nanoTime()
        until("a view that stays") {
            if (view.value != last) since = System.nanoTime()
            last = view.value
            System.nanoTime() - since > 100_000_000
        }
        return last
    }

    /** Until no round of sync has run on the outbox for a second: what follows a round has followed it. */
    fun CoreLoop.rests() {
        var since = System.nanoTime()
        until("a second without a round") {
            if ((view.value.screen as? Screen.Outbox)?.outbox?.running != false) since = System.nanoTime()
            System.nanoTime() - since > 1_000_000_000
        }
    }

    /** What is on the screen now, in both modes and both languages, as the core's own settings make it; [again] brings back what a setting takes away. */
    fun CoreLoop.keep(state: String, again: () -> Unit = {}) {
        for (elder in listOf(true, false)) for (language in listOf(Language.ENGLISH, Language.CHINESE)) {
            send(UiEvent.Settings(SettingsEvent.ElderPicked(elder)))
            send(UiEvent.Settings(SettingsEvent.LanguagePicked(language)))
            until("$language, elder $elder") { view.value.language == language && view.value.elder == elder }
            again()
            found += Recorded(state, steady(calm()))
        }
    }

    /** As [keep], of a screen that is gone before a setting could be changed: once. */
    fun CoreLoop.keepOnce(state: String) {
        found += Recorded(state, steady(view.value))
    }

    /** Waits until no record is on the phone alone. */
    fun CoreLoop.allSent() = until("all sent") { view.value.tabs.none { it.badge != null } }

    fun CoreLoop.enrol(role: String) {
        send(UiEvent.Start)
        send(UiEvent.Open(Tab.SETTINGS))
        send(UiEvent.Settings(SettingsEvent.CodeTyped(server.code(role))))
        send(UiEvent.Settings(SettingsEvent.Enrol))
        screen<Screen.Settings> { it.settings.enrolment is EnrolmentView.Done }
    }
}
