package org.wufei.shell

import kotlin.coroutines.cancellation.CancellationException
import org.wufei.app.Scanned
import org.wufei.app.ShellAnswer
import org.wufei.app.ShellQuestion
import org.wufei.app.Spoken

/**
 * What only the phone can do. Each may suspend as long as it likes, and may throw: the core then
 * hears that it is unavailable, and why.
 */
interface Abilities {
    suspend fun scan(hint: String): Scanned

    suspend fun readAloud(text: String, language: String): Spoken
}

/** A device without camera and voice, honest about it. */
object NoAbilities : Abilities {
    override suspend fun scan(hint: String): Scanned = Scanned.Unavailable("no camera")

    override suspend fun readAloud(text: String, language: String): Spoken = Spoken.Unavailable("no voice")
}

internal suspend fun Abilities.answer(question: ShellQuestion): ShellAnswer = when (question) {
    is ShellQuestion.Scan ->
        ShellAnswer.Scan(orUnavailable(Scanned::Unavailable) { scan(question.operation.hint) })
    is ShellQuestion.ReadAloud ->
        ShellAnswer.ReadAloud(
            orUnavailable(Spoken::Unavailable) { readAloud(question.operation.text, question.operation.language) },
        )
}

private inline fun <T> orUnavailable(unavailable: (String) -> T, act: () -> T): T = try {
    act()
} catch (cancelled: CancellationException) {
    throw cancelled
} catch (failure: Exception) {
    unavailable(failure.message ?: failure.javaClass.simpleName)
}
