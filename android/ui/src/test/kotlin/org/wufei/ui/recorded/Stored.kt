package org.wufei.ui.recorded

import com.google.gson.JsonParser
import java.io.File
import kotlin.reflect.typeOf
import org.wufei.app.ViewModel
import org.wufei.shell.recorded.dump
import org.wufei.shell.recorded.parse

/** Ids that a device or the server draws by chance; no screen shows them. */
private val id = Regex("""[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}""")

/**
 * The recorded views as they are kept for previews, a line each: the state, a tab, the view as
 * `shared/app/recorded/README.md` writes it. Chinese, standard and elder; all data is synthetic.
 */
object Stored {
    private const val NAME = "recorded-views.tsv"
    private val file = File("src/test/resources/$NAME")

    val all: List<Recorded> by lazy { read(javaClass.getResource("/$NAME")!!.readText()) }

    /** The part of what was recorded that is kept. */
    fun keptOf(recorded: List<Recorded>): String = recorded.filter { it.view.languageTag == "zh-CN" }
        .joinToString("") { "${it.state}\t${dump(it.view)}\n" }

    fun read(text: String): List<Recorded> = text.lines().filter { it.isNotEmpty() }.map { line ->
        val (state, view) = line.split("\t", limit = 2)
        Recorded(state, parse(JsonParser.parseString(view), typeOf<ViewModel>()) as ViewModel)
    }

    /** The lines of [text] that differ in more than ids from what is kept; and those that only one of both has. */
    fun differences(text: String): List<String> {
        val kept = file.readText().lines().map { it.replace(id, "id") }
        val now = text.lines().map { it.replace(id, "id") }
        return (now - kept.toSet()).map { "not kept: ${it.take(300)}" } + (kept - now.toSet()).map { "kept, but no more: ${it.take(300)}" }
    }

    fun write(text: String) = file.writeText(text)
}
