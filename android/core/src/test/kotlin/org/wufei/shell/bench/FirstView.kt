package org.wufei.shell.bench

import java.io.File

/** From loading the library to the first screen, in a fresh process; prints milliseconds. Argument: the device's folder. */
object FirstView {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val begun = System.nanoTime()
        Counted(File(arguments[0])).use { core ->
            core.started()
            println((System.nanoTime() - begun) / 1_000_000)
        }
    }
}
