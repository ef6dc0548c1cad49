package org.wufei.shell

import java.io.File
import java.net.HttpURLConnection
import java.net.ServerSocket
import java.net.URI
import java.util.concurrent.TimeUnit

/**
 * The real `wufei-server` on a free loopback port with the synthetic neighbourhood; can be killed and
 * started again. [arrange] may change the neighbourhood's roll, a JSON, before it is imported.
 */
class RealServer(private val folder: File, arrange: (String) -> String = { it }) : AutoCloseable {
    private val programs = File(System.getProperty("wufei.programs"))
    private val repository = File(System.getProperty("wufei.repository"))
    private val database = "sqlite:${File(folder, "server.sqlite").path}"
    private val roll = File(folder, "roll.json")
    private val port = ServerSocket(0).use { it.localPort }
    private var process: Process? = null

    val address = "http://127.0.0.1:$port"

    init {
        run("wufei-server", "import", "areas", "--database", database, File(repository, "server/data/shaoxing-areas.csv").path)
        importRoll(arrange(run("neighbourhood", "roll")))
    }

    /** The roll as an organiser changes it later. */
    fun changeRoll(change: (String) -> String) = importRoll(change(roll.readText()))

    private fun importRoll(json: String) {
        roll.writeText(json)
        run("wufei-server", "import", "roll", "--database", database, roll.path)
    }

    /** A one-time code for the first person of that role in the roll. */
    fun code(role: String): String {
        val person = Regex("""\{[^{}]*"role"\s*:\s*"$role"[^{}]*\}""").find(roll.readText()) ?: error("no $role in the roll")
        val actor = Regex(""""actor"\s*:\s*"([^"]+)"""").find(person.value)!!.groupValues[1]
        return run("wufei-server", "code", "issue", "--database", database, "--actor", actor).trim()
    }

    /** Files of photos that have come, whole or not, by their ids. */
    fun photos(): Map<String, ByteArray> =
        File(folder, "server.sqlite.photos").walk().filter { it.isFile }.associate { it.name to it.readBytes() }

    fun start() {
        val log = File(folder, "server.log")
        process = ProcessBuilder(File(programs, "wufei-server").path, "serve", "--database", database, "--listen", "127.0.0.1:$port", "--tick-ms", "200")
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log)).start()
        until("the server answers; its log: ${log.readText()}") { healthy() }
    }

    /** Not a graceful stop: what a power cut does. */
    fun kill() {
        process?.destroyForcibly()?.waitFor(10, TimeUnit.SECONDS)
        process = null
    }

    override fun close() = kill()

    private fun healthy(): Boolean = try {
        val connection = URI("$address/healthz").toURL().openConnection() as HttpURLConnection
        connection.connectTimeout = 500
        connection.readTimeout = 500
        connection.responseCode == 200
    } catch (refused: java.io.IOException) {
        false
    }

    private fun run(program: String, vararg arguments: String): String {
        val errors = File(folder, "$program.err")
        val child = ProcessBuilder(listOf(File(programs, program).path) + arguments).redirectError(errors).start()
        val output = child.inputStream.bufferedReader().readText()
        check(child.waitFor(60, TimeUnit.SECONDS) && child.exitValue() == 0) { "$program ${arguments.toList()}: ${errors.readText()}" }
        return output
    }
}

/** Waits for something that another thread or process brings, at most [seconds]. */
fun until(what: String, seconds: Long = 20, holds: () -> Boolean) {
    val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)
    while (!holds()) {
        check(System.nanoTime() < end) { "not within $seconds s: $what" }
        Thread.sleep(5)
    }
}
