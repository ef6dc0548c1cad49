package org.wufei.shell.bench

import org.wufei.core.Shell
import org.wufei.app.ShellQuestion
import org.wufei.core.WufeiConfig
import org.wufei.core.WufeiCore

/** From loading the library to the first view, in a fresh process; prints milliseconds. Argument: the device's folder. */
object FirstView {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val begun = System.nanoTime()
        val silent = object : Shell {
            override fun changed() = Unit
            override fun ask(id: ULong, question: ShellQuestion) = Unit
        }
        WufeiCore(WufeiConfig(arguments[0], "", "330600000000", null), silent).use { core ->
            core.view()
            println((System.nanoTime() - begun) / 1_000_000)
        }
    }
}
