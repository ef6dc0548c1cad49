package org.wufei.ui.recorded

import kotlin.reflect.KClass
import kotlin.reflect.full.memberProperties
import kotlin.reflect.full.primaryConstructor
import kotlin.reflect.jvm.isAccessible

/** What differs from run to run, by its shape, and what stands in its place: clock times in both languages, the server's port, the folder of photos, what the last round of sync brought. */
private val changing = listOf(
    Regex("""\d{1,2}月\d{1,2}日 \d{2}:\d{2}""") to "6月18日 09:30",
    Regex("""\b\d{1,2}/\d{1,2} \d{2}:\d{2}""") to "18/6 09:30",
    Regex("""(?<=收到 )\d+(?= 条)""") to "10",
    Regex("""(?<=sent, )\d+(?= received)""") to "10",
    Regex("""^/.+/(?=[0-9a-f]{64}\.jpg$)""") to "/photos/",
    Regex("""(?<=127\.0\.0\.1:)\d+""") to "8080",
)

/** The same value with every string in it made steady; walks data classes and lists, however deep. */
@Suppress("UNCHECKED_CAST")
internal fun <T : Any> steady(value: T): T = when {
    value is String -> changing.fold(value as String) { text, (shape, fixed) -> shape.replace(text, fixed) } as T
    value is List<*> -> value.map { it?.let { one -> steady(one) } } as T
    value::class.isData -> copy(value)
    else -> value
}

@Suppress("UNCHECKED_CAST")
private fun <T : Any> copy(value: T): T {
    val type = value::class as KClass<T>
    val build = type.primaryConstructor!!.apply { isAccessible = true }
    val fields = type.memberProperties.associateBy { it.name }
    return build.callBy(build.parameters.associateWith { parameter -> fields.getValue(parameter.name!!).get(value)?.let { steady(it) } })
}
