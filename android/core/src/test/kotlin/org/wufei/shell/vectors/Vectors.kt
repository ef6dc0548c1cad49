package org.wufei.shell.vectors

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File

/** Reads golden vectors; what `shared/domain/vectors/README.md` asks of every reader. */
object Vectors {
    val folder = File(System.getProperty("wufei.repository"), "shared/domain/vectors")

    /** The cases of a file. Refuses one without a case, with a name twice or with a field that is not in [fields]. */
    fun cases(json: String, fields: Set<String>): List<JsonObject> {
        val cases = JsonParser.parseString(json).asJsonArray.map { it.asJsonObject }
        require(cases.isNotEmpty()) { "no case" }
        val names = mutableSetOf<String>()
        for (case in cases) {
            val name = requireNotNull(case["name"]) { "a case without a name" }.asString
            require(names.add(name)) { "$name twice" }
            val unknown = case.keySet() - fields - "name"
            require(unknown.isEmpty()) { "$name: unknown $unknown" }
        }
        return cases
    }
}

fun JsonObject.text(field: String): String = get(field).asString
fun JsonObject.whole(field: String): Long = get(field).asLong
fun JsonObject.maybe(field: String): String? = get(field)?.asString

/** The sentences for refusals as the core's own word file has them, to find a code on the screen. */
class Sentences(file: File) {
    private val patterns = file.readLines().mapNotNull { line ->
        val (code, template) = Regex("refusal-(\\w+) = (.+)").matchEntire(line)?.destructured ?: return@mapNotNull null
        val fixed = template.split(Regex("\\{ \\$\\w+ \\}")).joinToString("(.*)") { Regex.escape(it) }
        code to Regex(fixed, RegexOption.DOT_MATCHES_ALL)
    }

    /** The code of a sentence with what stands in it; fails if it is none. */
    fun code(sentence: String): Pair<String, List<String>> =
        patterns.firstNotNullOfOrNull { (code, pattern) -> pattern.matchEntire(sentence)?.let { code to it.groupValues.drop(1) } }
            ?: error("no refusal says: ${sentence.take(200)}")
}
