package org.wufei.shell.bench

import java.io.File
import java.util.concurrent.Semaphore
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicLong
import org.wufei.app.Screen
import org.wufei.app.ShellQuestion
import org.wufei.app.UiEvent
import org.wufei.app.ViewModel
import org.wufei.core.Shell
import org.wufei.core.WufeiConfig
import org.wufei.core.WufeiCore
import org.wufei.shell.until

/** The bare core without a server, with every crossing of the border counted. */
class Counted(folder: File) : AutoCloseable {
    val sends = AtomicLong()
    val views = AtomicLong()
    val changes = AtomicLong()
    val asks = AtomicLong()
    private val stale = Semaphore(0)
    private val core = WufeiCore(
        WufeiConfig(folder.path, "", "330600000000", null, null),
        object : Shell {
            override fun changed() {
                changes.incrementAndGet()
                stale.release()
            }

            override fun ask(id: ULong, question: ShellQuestion) {
                asks.incrementAndGet()
            }
        },
    )

    fun send(event: UiEvent) {
        sends.incrementAndGet()
        core.send(event)
    }

    fun view(): ViewModel {
        views.incrementAndGet()
        return core.view()
    }

    /** The app's start, until there is more to see than that it starts. */
    fun started() {
        send(UiEvent.Start)
        until("the first screen") { view().screen !is Screen.Starting }
    }

    inline fun <reified T : Screen> screen(crossinline holds: (T) -> Boolean = { true }): T {
        until("${T::class.simpleName}; on screen: ${view().screen.toString().take(400)}") { (view().screen as? T)?.let { holds(it) } == true }
        return view().screen as T
    }

    /** From the gesture to the view that answers it, in ns. */
    fun gesture(event: UiEvent): Long {
        quiet()
        val begun = System.nanoTime()
        send(event)
        check(stale.tryAcquire(10, TimeUnit.SECONDS)) { "no change after $event" }
        view()
        return System.nanoTime() - begun
    }

    /** Lets what earlier gestures still bring (a draft that is saved) pass by. */
    private fun quiet() {
        while (stale.tryAcquire(2, TimeUnit.MILLISECONDS)) stale.drainPermits()
    }

    override fun close() = core.close()
}
