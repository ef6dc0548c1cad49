package org.wufei.shell

import kotlin.coroutines.cancellation.CancellationException
import org.wufei.app.Located
import org.wufei.app.PickPhoto
import org.wufei.app.Picked
import org.wufei.app.Scanned
import org.wufei.app.Shared
import org.wufei.app.ShellAnswer
import org.wufei.app.ShellQuestion
import org.wufei.app.Spoken

/**
 * What only a phone can do: one small interface a question of the core. Each may suspend as long as
 * it likes, and may throw (a permission refused, a part that is missing): the core then hears that it
 * is unavailable, and why.
 */
class Abilities(
    val scanner: Scanner,
    val voice: Voice,
    val sharing: Sharing,
    val locator: Locator,
    /** Asked only where the core was told that pictures can be picked here. */
    val photos: PhotoPicker = PhotoPicker { Picked.Unavailable("no pictures") },
)

/** Reads the code on a card. */
fun interface Scanner {
    /** [hint] is what to tell the person meanwhile. */
    suspend fun scan(hint: String): Scanned
}

/** Reads a text aloud; returns when it is said. */
fun interface Voice {
    /** [language] is a BCP 47 tag. */
    suspend fun readAloud(text: String, language: String): Spoken
}

/** Hands a text to whatever app the person picks. */
fun interface Sharing {
    suspend fun share(text: String): Shared
}

/** Says once where the phone is. */
fun interface Locator {
    /** [reason] is why, in the person's language, for a system that asks for permission. */
    suspend fun locate(reason: String): Located
}

/** Lets a person pick a picture, or take one. */
fun interface PhotoPicker {
    /**
     * A picture goes back as the path of a copy that is the core's from then on: it removes it. A copy
     * that did not come about is [Picked.Failed], a change of mind [Picked.Cancelled].
     */
    suspend fun pick(wanted: PickPhoto): Picked
}

/** A device without camera, voice, other apps, position and pictures, honest about it. */
val NoAbilities = Abilities(
    scanner = { Scanned.Unavailable("no camera") },
    voice = { _, _ -> Spoken.Unavailable("no voice") },
    sharing = { Shared.Unavailable("no other app") },
    locator = { Located.Unavailable("no position") },
)

internal suspend fun Abilities.answer(question: ShellQuestion): ShellAnswer = when (question) {
    is ShellQuestion.Scan ->
        ShellAnswer.Scan(orUnavailable(Scanned::Unavailable) { scanner.scan(question.operation.hint) })
    is ShellQuestion.ReadAloud ->
        ShellAnswer.ReadAloud(
            orUnavailable(Spoken::Unavailable) { voice.readAloud(question.operation.text, question.operation.language) },
        )
    is ShellQuestion.Share ->
        ShellAnswer.Share(orUnavailable(Shared::Unavailable) { sharing.share(question.operation.text) })
    is ShellQuestion.Locate ->
        ShellAnswer.Locate(orUnavailable(Located::Unavailable) { locator.locate(question.operation.reason) })
    is ShellQuestion.PickPhoto ->
        ShellAnswer.PickPhoto(orUnavailable(Picked::Unavailable) { photos.pick(question.operation) })
}

private inline fun <T> orUnavailable(unavailable: (String) -> T, act: () -> T): T = try {
    act()
} catch (cancelled: CancellationException) {
    throw cancelled
} catch (failure: Exception) {
    unavailable(failure.message ?: failure.javaClass.simpleName)
}
