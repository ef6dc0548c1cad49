package org.wufei.shell

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import org.wufei.app.ShellQuestion
import org.wufei.app.UiEvent
import org.wufei.app.ViewModel
import org.wufei.core.InternalException
import org.wufei.core.Shell
import org.wufei.core.ShellException
import org.wufei.core.WufeiConfig
import org.wufei.core.WufeiCore
import org.wufei.core.WufeiException

/**
 * Owns the Rust core and turns its calls into one [StateFlow]. It holds no state of its own.
 *
 * [scope] runs on the app's main dispatcher and outlives every screen. Rust calls [Shell] on any
 * thread; nothing happens there but a hand-over. Views are pulled, conflated: many changes, one pull.
 *
 * [report] hears of defects of the core (an [InternalException]); the app goes on with the last view.
 */
class CoreLoop(
    config: WufeiConfig,
    scope: CoroutineScope,
    private val abilities: Abilities,
    private val report: (Exception) -> Unit,
) : AutoCloseable {
    private val stale = Channel<Unit>(Channel.CONFLATED)
    private val questions = Channel<Pair<ULong, ShellQuestion>>(Channel.UNLIMITED)
    private val core = WufeiCore(
        config,
        object : Shell {
            override fun changed() {
                stale.trySend(Unit)
            }

            override fun ask(id: ULong, question: ShellQuestion) {
                if (questions.trySend(id to question).isFailure) throw ShellException.Failed("closed")
            }
        },
    )
    private val state = MutableStateFlow(core.view())

    @Volatile private var closing = false

    /** What is on the screen. Equal views are told once. */
    val view: StateFlow<ViewModel> = state.asStateFlow()

    private val jobs = listOf(
        scope.launch { for (unit in stale) guarded { state.value = core.view() } },
        scope.launch {
            for ((id, question) in questions) launch {
                val answer = abilities.answer(question)
                guarded { core.answer(id, answer) }
            }
        },
    )

    /** Raises an event. The view follows on [view]; it need not have changed when this returns. */
    fun send(event: UiEvent) = guarded { core.send(event) }

    /** Ends the loops; what still comes is dropped. What was recorded is on disk. */
    override fun close() {
        closing = true
        jobs.forEach { it.cancel() }
        questions.close()
        stale.close()
        core.close()
    }

    private inline fun guarded(act: () -> Unit) = try {
        act()
    } catch (defect: InternalException) {
        report(defect)
    } catch (closed: WufeiException) {
        report(closed)
    } catch (destroyed: IllegalStateException) {
        // A call on a closed core throws; one that was under way on another thread may meet it.
        if (closing) Unit else throw destroyed
    }
}
