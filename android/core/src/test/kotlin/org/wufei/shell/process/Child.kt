package org.wufei.shell.process

import java.io.File
import java.util.concurrent.TimeUnit

/** Another JVM with this test's classes, as the system starts and kills an app's process. */
class Child(
    main: Class<*>,
    arguments: List<String>,
    libraries: String = System.getProperty("jna.library.path"),
    environment: Map<String, String> = emptyMap(),
) : AutoCloseable {
    private val process = ProcessBuilder(
        listOf(File(System.getProperty("java.home"), "bin/java").path, "-Xmx256m", "-Djna.library.path=$libraries", "-cp", System.getProperty("java.class.path"), main.name) + arguments,
    ).redirectErrorStream(true)
        // Whoever runs the tests may have put the library on the system's own path.
        .apply { environment().run { remove("LD_LIBRARY_PATH"); putAll(environment) } }.start()
    private val output = process.inputStream.bufferedReader()

    /** Reads until the line [ready], or the end. */
    fun until(ready: String) {
        val before = generateSequence { output.readLine() }.takeWhile { it != ready }.toList()
        check(process.isAlive) { "ended early: $before" }
    }

    /** Waits for its end; what it wrote. */
    fun ended(): String = output.readText().also { check(process.waitFor(60, TimeUnit.SECONDS)) { "still running" } }

    /** SIGKILL: no handler of it runs. */
    fun kill() {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)
    }

    override fun close() = kill()
}
