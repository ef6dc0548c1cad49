package org.wufei.shell

/** Bytes of a key that seals the device's token: what the core takes. */
const val SEAL_KEY_BYTES = 32

/**
 * Where a phone keeps what a copy of the app's files must not give away. Asked once, before the core
 * is opened. It may throw; the app then opens as if there were none.
 */
fun interface SecretStorage {
    fun sealKey(): SealKey
}

/** The key that the core seals the device's token with. No text shows its bytes. */
sealed interface SealKey {
    /** [SEAL_KEY_BYTES] bytes of chance, the same at every start. */
    class Kept(val bytes: ByteArray) : SealKey

    class Unavailable(val why: String) : SealKey
}

/** A device without secret storage, honest about it. */
val NoSecretStorage = SecretStorage { SealKey.Unavailable("no secret storage") }

/** The token lies in the app's files as it is; reported once a start. */
class Unsealed(why: String, cause: Exception? = null) : Exception("the token is not sealed: $why", cause)

/** The key for the core, or null once [report] has heard why there is none. */
internal fun SecretStorage.keyOrNull(report: (Exception) -> Unit): ByteArray? = try {
    when (val key = sealKey()) {
        is SealKey.Kept -> key.bytes.also { require(it.size == SEAL_KEY_BYTES) { "a key of ${it.size} bytes" } }
        is SealKey.Unavailable -> null.also { report(Unsealed(key.why)) }
    }
} catch (failure: Exception) {
    report(Unsealed(failure.message ?: failure.javaClass.simpleName, failure))
    null
}
