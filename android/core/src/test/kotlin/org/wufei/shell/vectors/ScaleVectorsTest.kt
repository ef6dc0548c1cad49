package org.wufei.shell.vectors

import com.google.gson.JsonObject
import java.io.File
import java.nio.file.Path
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.io.TempDir
import org.wufei.shell.Phone
import org.wufei.shell.RealServer

/** The golden vectors at the scale: typed by an attendant of the real server, read off the screen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScaleVectorsTest {
    private val cards = read("cards.json", "typed", "card", "refusal", "args")
    private val weights = read("weights.json", "typed", "unit", "grams", "refusal", "args")
    private val points = read("points.json", "material", "gross_grams", "tare_grams", "grade", "points_per_kg", "points")
    private lateinit var server: RealServer
    private lateinit var phone: Phone
    private lateinit var scale: Scale

    @BeforeAll
    fun open(@TempDir folder: Path) {
        server = RealServer(folder.toFile(), rollFor(points)).also { it.start() }
        phone = Phone(File(folder.toFile(), "device"), server.address)
        phone.enrol(server.code("attendant"))
        phone.openShift()
        scale = Scale(phone)
    }

    @AfterAll
    fun close() {
        phone.close()
        server.close()
    }

    @Test
    fun cards() = check("cards.json", cards, unreached = 0, scale::card)

    @Test
    fun weights() = check("weights.json", weights, unreached = 1, scale::weight)

    @Test
    fun points() = check("points.json", points, unreached = 0, scale::points)

    /** The protection taken away from outside: a file with one result changed must be found out. */
    @Test
    fun `one changed result is found`() {
        assertFound(cards, "card", "\"12345671\"", "\"12345676\"", scale::card)
        assertFound(weights, "grams", "3200", "3201", scale::weight)
        assertFound(points, "points", "192", "193", scale::points)
    }

    @Test
    fun `a file that says nothing or too much is refused`() {
        fun refused(json: String) = assertThrows(IllegalArgumentException::class.java) { Vectors.cases(json, setOf("points")) }.message
        assertEquals(1, Vectors.cases("""[{"name":"a","points":1}]""", setOf("points")).size)
        assertEquals("no case", refused("[]"))
        assertEquals("a twice", refused("""[{"name":"a"},{"name":"a"}]"""))
        assertEquals("a: unknown [grams]", refused("""[{"name":"a","grams":1}]"""))
        assertEquals("a case without a name", refused("""[{"points":1}]"""))
    }

    private fun read(file: String, vararg fields: String) = Vectors.cases(File(Vectors.folder, file).readText(), fields.toSet())

    private fun check(file: String, cases: List<JsonObject>, unreached: Int, type: (JsonObject) -> Verdict) {
        val verdicts = cases.map(type)
        val without = verdicts.filterIsInstance<Verdict.Unreached>()
        println("$file: ${cases.size - without.size} of ${cases.size} cases at the scale" + without.joinToString("") { "; not reached: ${it.case} (${it.why})" })
        assertEquals(emptyList<Verdict>(), verdicts.filterIsInstance<Verdict.Wrong>())
        assertEquals(unreached, without.size)
    }

    /** The first case with [was] as its result, changed to [now], is the one that is found. */
    private fun assertFound(cases: List<JsonObject>, field: String, was: String, now: String, type: (JsonObject) -> Verdict) {
        val case = cases.first { it[field]?.toString() == was }
        val changed = case.deepCopy().apply { add(field, com.google.gson.JsonParser.parseString(now)) }
        assertEquals(listOf(case.text("name")), listOf(case, changed).map(type).filterIsInstance<Verdict.Wrong>().map { it.case })
    }
}
