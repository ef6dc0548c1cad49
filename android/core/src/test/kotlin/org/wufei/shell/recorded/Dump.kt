package org.wufei.shell.recorded

import kotlin.reflect.KClass
import kotlin.reflect.full.memberProperties
import kotlin.reflect.full.primaryConstructor
import kotlin.reflect.KType
import com.google.gson.JsonElement
import com.google.gson.JsonObject
import org.wufei.domain.Language

private val tags = mapOf(Language.CHINESE to "zh-CN", Language.ENGLISH to "en")

private fun snake(name: String) = name.replace(Regex("(?<=[a-z0-9])(?=[A-Z])"), "_").lowercase()

/** Whether a type is one case of an enum with fields. */
private val KClass<*>.isCase get() = supertypes.any { (it.classifier as? KClass<*>)?.isSealed == true }

/** A value of the binding as `shared/app/recorded/README.md` writes it, from the shell's own types. */
fun dump(value: Any?): String = when (value) {
    null -> "null"
    is Language -> quoted(tags.getValue(value))
    is Enum<*> -> quoted(value.name.lowercase())
    is String -> quoted(value)
    is Boolean, is Number, is UInt, is ULong, is UShort, is UByte -> value.toString()
    is List<*> -> value.joinToString(",", "[", "]", transform = ::dump)
    else -> {
        val type = value::class
        val name = quoted(snake(type.simpleName!!))
        when {
            type.objectInstance != null -> name
            type.isCase -> "{$name:${fields(value)}}"
            else -> fields(value)
        }
    }
}

private fun fields(value: Any): String {
    val type = value::class
    val values = type.memberProperties.associateBy { it.name }
    return type.primaryConstructor!!.parameters.joinToString(",", "{", "}") { field ->
        "${quoted(snake(field.name!!))}:${dump(values.getValue(field.name!!).getter.call(value))}"
    }
}

private fun quoted(text: String) = text.map { character ->
    when {
        character == '"' || character == '\\' -> "\\$character"
        character == '\n' -> "\\n"
        character == '\t' -> "\\t"
        character == '\r' -> "\\r"
        character.isISOControl() -> "\\u%04x".format(character.code)
        else -> character.toString()
    }
}.joinToString("", "\"", "\"")

/** Reads a value of [type] from what [dump] writes. */
fun parse(json: JsonElement, type: KType): Any? {
    if (json.isJsonNull) return null
    val target = type.classifier as KClass<*>
    return when {
        target == Language::class -> tags.entries.single { it.value == json.asString }.key
        target.java.isEnum -> target.java.enumConstants.single { (it as Enum<*>).name.lowercase() == json.asString }
        target == String::class -> json.asString
        target == Boolean::class -> json.asBoolean
        target == Int::class -> json.asInt
        target == Long::class -> json.asLong
        target == UInt::class -> json.asLong.toUInt()
        target == UByte::class -> json.asInt.toUByte()
        target == List::class -> json.asJsonArray.map { parse(it, type.arguments.single().type!!) }
        target.isSealed -> {
            val name = if (json.isJsonPrimitive) json.asString else json.asJsonObject.keySet().single()
            val case = target.sealedSubclasses.single { snake(it.simpleName!!) == name }
            case.objectInstance ?: build(case, json.asJsonObject[name].asJsonObject)
        }
        else -> build(target, json.asJsonObject)
    }
}

private fun build(type: KClass<*>, fields: JsonObject): Any {
    val make = type.primaryConstructor!!
    val known = make.parameters.map { snake(it.name!!) }
    require(fields.keySet() == known.toSet()) { "${type.simpleName}: ${fields.keySet()}" }
    return make.callBy(make.parameters.associateWith { parse(fields[snake(it.name!!)], it.type) })
}
