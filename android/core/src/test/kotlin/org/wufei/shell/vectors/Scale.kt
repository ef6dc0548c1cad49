package org.wufei.shell.vectors

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File
import java.math.BigDecimal
import org.wufei.app.CardStep
import org.wufei.app.PointEvent
import org.wufei.app.Screen
import org.wufei.domain.Grade
import org.wufei.domain.WeightUnit
import org.wufei.shell.Phone

/** A case that did not come out on the screen as the file says; or one the screen cannot reach, and why. */
sealed interface Verdict {
    data object Right : Verdict
    data class Wrong(val case: String, val expected: String, val shown: String) : Verdict
    data class Unreached(val case: String, val why: String) : Verdict
}

/** The scale's maximum in the arranged roll: the largest weight there is, so that every case can be weighed. */
private const val SCALE_MAX_GRAMS = 5_000_000

/** The key of a material at a rate in the arranged tariff. */
private fun key(case: JsonObject) = "${case.text("material")}_${case.whole("points_per_kg")}"

/** The synthetic roll with a tariff that has every rate of [points], and scales that take every weight. */
fun rollFor(points: List<JsonObject>): (String) -> String = { json ->
    val roll = JsonParser.parseString(json).asJsonObject
    val rates = points.distinctBy(::key).joinToString(prefix = "[", postfix = "]") { case ->
        """{"material":"${key(case)}","name_zh":"合成 ${key(case)}","name_en":"synthetic ${key(case)}","points_per_kg":${case.whole("points_per_kg")}}"""
    }
    roll["tariff"].asJsonObject.add("rates", JsonParser.parseString(rates))
    roll["points"].asJsonArray.forEach { it.asJsonObject.addProperty("scale_max", SCALE_MAX_GRAMS) }
    roll.toString()
}

/** An attendant with an open shift, who types each case and compares what the screen says. */
class Scale(private val phone: Phone) {
    private val sentences = Sentences(File(System.getProperty("wufei.repository"), "shared/domain/words/zh-CN/refusal.ftl"))
    private val weigh get() = phone.screen<Screen.Weigh>("the scale").weigh
    private val ask get() = weigh.card as? CardStep.Ask

    fun card(case: JsonObject): Verdict {
        val typed = case.text("typed")
        phone.atPoint(PointEvent.ForgetCard)
        phone.atPoint(PointEvent.CardTyped(typed))
        phone.shows("the typed card") { ask?.let { it.typed == typed && it.problem == null } == true }
        phone.atPoint(PointEvent.CardEntered)
        phone.shows("a household or a sentence") { ask == null || ask?.problem != null }
        val shown = (weigh.card as? CardStep.Known)?.number ?: ask!!.problem!!.let { sentences.code(it) }.let { (code, said) ->
            // A card that could be read, of a household that is not this point's.
            if (code == "card_unknown") said.single() else "$code $said"
        }
        val expected = case.maybe("card")?.let { "${it.take(4)} ${it.drop(4)}" } ?: refusal(case)
        return verdict(case, expected, shown)
    }

    fun weight(case: JsonObject): Verdict {
        val unit = WeightUnit.valueOf(case.text("unit").uppercase())
        val typed = case.text("typed")
        if (typed.isEmpty()) return Verdict.Unreached(case.text("name"), "the screen itself asks for a weight")
        val expected = when (val grams = case["grams"]?.asLong) {
            null -> refusal(case)
            0L -> "weight_zero [0]" // read as a weight, but nothing to log
            else -> both(grams.toBigDecimal())
        }
        return verdict(case, expected, line(weigh.materials.first().material, unit, typed, "", Grade.CLEAN) { it.net })
    }

    fun points(case: JsonObject): Verdict {
        val material = key(case)
        if (weigh.materials.none { it.material == material }) return Verdict.Unreached(case.text("name"), "no rate of ${case["points_per_kg"]}")
        val grade = Grade.valueOf(case.text("grade").uppercase())
        val shown = line(material, WeightUnit.KILOGRAM, kilograms(case.whole("gross_grams")), kilograms(case.whole("tare_grams")), grade) { it.points }
        return verdict(case, "${case.whole("points")} 分", shown)
    }

    /** Types one line and takes it away again; what [read] finds in it, or the code of the sentence. */
    private fun line(material: String, unit: WeightUnit, gross: String, tare: String, grade: Grade, read: (org.wufei.app.LineRow) -> String): String {
        listOf(
            PointEvent.GrossTyped(""), PointEvent.TareTyped(""), PointEvent.MaterialPicked(material), PointEvent.UnitPicked(unit),
            PointEvent.GradePicked(grade), PointEvent.GrossTyped(gross), PointEvent.TareTyped(tare),
        ).forEach(phone::atPoint)
        phone.shows("the typed line") { weigh.entry.let { it.gross == gross && it.tare == tare && it.problem == null } && weigh.lines.isEmpty() }
        phone.atPoint(PointEvent.AddLine)
        phone.shows("a line or a sentence") { weigh.lines.isNotEmpty() || weigh.entry.problem != null }
        weigh.entry.problem?.let { problem -> return sentences.code(problem).let { (code, said) -> "$code $said" } }
        val shown = read(weigh.lines.single())
        phone.atPoint(PointEvent.RemoveLine(0u))
        phone.shows("no line") { weigh.lines.isEmpty() }
        return shown
    }

    /** A refusal as its sentence shows it: weights in grams are shown as weights. */
    private fun refusal(case: JsonObject): String {
        val code = case.text("refusal")
        val args = case["args"].asJsonObject.entrySet().associate { it.key to it.value.asString }
        val weights = code == "weight_above_scale"
        val said = listOfNotNull(args["value"], args["decimals"], args["max"]).map { if (weights) both(it.toBigDecimal()) else it }
        return "$code $said"
    }

    private fun verdict(case: JsonObject, expected: String, shown: String) =
        if (expected == shown) Verdict.Right else Verdict.Wrong(case.text("name"), expected, shown)
}

private fun plain(number: BigDecimal) = if (number.signum() == 0) "0" else number.stripTrailingZeros().toPlainString()

private fun kilograms(grams: Long) = plain(grams.toBigDecimal().movePointLeft(3))

/** Worked out here, without the core's own formatting: `3.2 公斤（6.4 斤）`. */
private fun both(grams: BigDecimal) = "${plain(grams.movePointLeft(3))} 公斤（${plain((grams * 2.toBigDecimal()).movePointLeft(3))} 斤）"
