package org.wufei.ui.recorded

import java.io.File
import java.util.concurrent.TimeUnit

/**
 * Sends a made-up morning at every recycling point, so that there are drop-offs, booked points and a
 * standing to see. [folder] is the server's, which a `RealServer` has filled.
 */
internal fun playMorning(folder: File, address: String) {
    val roll = File(folder, "roll.json").readText()
    val attendants = Regex("""\{[^{}]*"role"\s*:\s*"attendant"[^{}]*\}""").findAll(roll).map { it.value }
    val byPoint = attendants.associateBy { field(it, "point") }.values
    check(byPoint.size > 1) { "points in the roll: ${byPoint.size}" }
    val codes = byPoint.map { run(folder, "wufei-server", "code", "issue", "--database", "sqlite:${File(folder, "server.sqlite")}", "--actor", field(it, "actor")).trim() }
    run(folder, "neighbourhood", "morning", address, *codes.toTypedArray())
}

private fun field(json: String, name: String): String =
    Regex(""""$name"\s*:\s*"?([^",}\s]+)""").find(json)?.groupValues?.get(1) ?: error("no $name in $json")

private fun run(folder: File, program: String, vararg words: String): String {
    val errors = File(folder, "$program-morning.err")
    val child = ProcessBuilder(listOf(File(System.getProperty("wufei.programs"), program).path) + words).redirectError(errors).start()
    val output = child.inputStream.bufferedReader().readText()
    check(child.waitFor(60, TimeUnit.SECONDS) && child.exitValue() == 0) { "$program: ${errors.readText()}" }
    return output
}
