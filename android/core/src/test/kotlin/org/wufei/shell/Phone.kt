package org.wufei.shell

import java.io.File
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import org.junit.jupiter.api.Assertions.assertEquals
import org.wufei.app.CardStep
import org.wufei.app.EnrolmentView
import org.wufei.app.LearningEvent
import org.wufei.app.LookupEvent
import org.wufei.app.LookupResult
import org.wufei.app.PointEvent
import org.wufei.app.QuizChoice
import org.wufei.app.Screen
import org.wufei.app.SettingsEvent
import org.wufei.app.Tab
import org.wufei.app.TurfsEvent
import org.wufei.app.UiEvent
import org.wufei.app.ViewModel
import org.wufei.app.WeighView
import org.wufei.core.WufeiConfig

/** A phone in a test: the loop on one thread, as on Android's main thread, and what a person does on it. */
class Phone(
    folder: File,
    server: String = "",
    abilities: Abilities = NoAbilities,
    secrets: SecretStorage = NoSecretStorage,
    picksPhotos: Boolean = false,
) : AutoCloseable {
    private val main = Executors.newSingleThreadExecutor().asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + main)
    private val reports = CopyOnWriteArrayList<Exception>()
    private val core: CoreLoop

    /** What the log says of the token that lies open. */
    val unsealed: List<String> get() = reports.filterIsInstance<Unsealed>().map { it.message.orEmpty() }

    val view: ViewModel get() = core.view.value

    init {
        val config = WufeiConfig(folder.path, server, "330600000000", null, null, picksPhotos)
        core = when (val opened = open(config, scope, abilities, secrets, reports::add)) {
            is Opened.Running -> opened.core
            is Opened.Failed -> throw opened.cause
        }
        send(UiEvent.Start)
        shows("opened") { it.screen !is Screen.Starting }
    }

    fun send(event: UiEvent) = core.send(event)

    fun lookUp(event: LookupEvent) = send(UiEvent.Lookup(event))

    fun learn(event: LearningEvent) = send(UiEvent.Learning(event))

    fun atPoint(event: PointEvent) = send(UiEvent.Point(event))

    fun walk(event: TurfsEvent) = send(UiEvent.Turfs(event))

    fun shows(what: String, holds: (ViewModel) -> Boolean): ViewModel {
        until("$what; on screen: ${view.note} ${view.screen.toString().take(400)}") { holds(view) }
        return view
    }

    inline fun <reified T : Screen> screen(what: String, crossinline holds: (T) -> Boolean = { true }): T {
        shows(what) { (it.screen as? T)?.let { screen -> holds(screen) } == true }
        return view.screen as T
    }

    /** The core still answers: an item typed now is found. */
    fun goesOn() {
        send(UiEvent.Open(Tab.LOOKUP))
        lookUp(LookupEvent.Typed("牛奶盒"))
        screen<Screen.Lookup>("an answer") { it.lookup.result is LookupResult.Found }
    }

    fun enrol(code: String) {
        send(UiEvent.Open(Tab.SETTINGS))
        send(UiEvent.Settings(SettingsEvent.CodeTyped(code)))
        send(UiEvent.Settings(SettingsEvent.Enrol))
        screen<Screen.Settings>("enrolled") { it.settings.enrolment is EnrolmentView.Done }
    }

    /** Takes the first turf on offer and opens its door list. */
    fun walkFirstTurf(): Screen.Doors {
        send(UiEvent.Open(Tab.TURFS))
        walk(TurfsEvent.Refresh)
        val offers = screen<Screen.Turfs>("turfs on offer") { list -> list.turfs.offers.any { it.takeLabel != null } }.turfs.offers
        val turf = offers.first { it.takeLabel != null }.turf
        walk(TurfsEvent.Take(turf))
        passIntro()
        screen<Screen.Turfs>("the turf on the phone") { list -> list.turfs.mine.any { it.turf == turf } }
        walk(TurfsEvent.Walk(turf))
        return screen("the door list") { it.doors.doors.size >= 3 && it.doors.loading == null }
    }

    /** The questions before a first turf: who does not know an answer reads it, and knows it when the question comes again. */
    private fun passIntro() {
        val known = mutableMapOf<UInt, QuizChoice>()
        // Whoever held a turf before is not asked.
        shows("a question, or the turf") { it.screen is Screen.Quiz || (it.screen as? Screen.Turfs)?.turfs?.mine?.isNotEmpty() == true }
        if (view.screen !is Screen.Quiz) return
        while (true) {
            val asked = (view.screen as? Screen.Quiz)?.quiz ?: break
            learn(LearningEvent.ChoicePicked(known[asked.question] ?: QuizChoice.RESIDUAL))
            val answered = screen<Screen.Quiz>("what the answer comes to") { it.quiz.outcome != null }.quiz
            known[answered.question] = answered.choices.first { it.right }.choice
            learn(LearningEvent.Next)
            shows("the next question") { (it.screen as? Screen.Quiz)?.quiz?.outcome == null }
        }
        learn(LearningEvent.Finish)
    }

    /** Opens the shift at the attendant's point. */
    fun openShift(): WeighView {
        send(UiEvent.Open(Tab.POINT))
        screen<Screen.Shift>("the point") { it.shift.openLabel != null }
        atPoint(PointEvent.OpenShift)
        return screen<Screen.Weigh>("the scale") { it.weigh.materials.isNotEmpty() }.weigh
    }

    /** Weighs 3.2 kg for the first household at the scale and looks over it. */
    fun reviewDropOff() {
        val weigh = screen<Screen.Weigh>("households") { (it.weigh.card as? CardStep.Ask)?.picks?.isNotEmpty() == true }.weigh
        atPoint(PointEvent.CardPicked((weigh.card as CardStep.Ask).picks.first().card))
        atPoint(PointEvent.MaterialPicked(weigh.materials.first().material))
        atPoint(PointEvent.GrossTyped("3.2"))
        atPoint(PointEvent.AddLine)
        screen<Screen.Weigh>("a line") { it.weigh.canReview && it.weigh.lines.isNotEmpty() }
        atPoint(PointEvent.Review)
        screen<Screen.Review>("the review")
    }

    /** Confirms what is looked over. */
    fun confirmDropOff() {
        atPoint(PointEvent.Confirm)
        screen<Screen.Weigh>("the scale, empty again") { it.weigh.lines.isEmpty() }
    }

    /** A graceful end; fails if the core had a defect. */
    override fun close() {
        core.close()
        scope.cancel()
        main.close()
        assertEquals(emptyList<Exception>(), reports.filterNot { it is Unsealed })
    }
}
