package org.wufei.phone

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.util.AtomicFile
import java.io.File
import java.io.IOException
import java.security.InvalidKeyException
import java.security.KeyStore
import java.security.KeyStoreException
import java.security.SecureRandom
import java.security.UnrecoverableKeyException
import javax.crypto.BadPaddingException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import org.wufei.shell.SEAL_KEY_BYTES
import org.wufei.shell.SealKey
import org.wufei.shell.SecretStorage

/**
 * The seal key in [file], wrapped by a key of Android's KeyStore that never leaves it; a copy of the
 * file opens nothing. AES-256-GCM; the file is the nonce and then what is wrapped.
 *
 * A file that cannot be opened any more (the KeyStore was emptied, the file came from another phone)
 * is replaced by a new key, with which the core asks to enrol again. Where the KeyStore itself does
 * not answer, there is no key this time, and the file stays for the next start.
 */
class PhoneSecretStorage(private val file: File) : SecretStorage {
    override fun sealKey(): SealKey = try {
        val store = KeyStore.getInstance(STORE).apply { load(null) }
        SealKey.Kept(kept(store) ?: made(store))
    } catch (missing: KeyStoreException) {
        SealKey.Unavailable("$STORE: ${missing.message}")
    }

    /** Null when there is nothing that opens. */
    private fun kept(store: KeyStore): ByteArray? {
        if (!file.exists()) return null
        val bytes = AtomicFile(file).readFully()
        if (bytes.size != NONCE_BYTES + SEAL_KEY_BYTES + TAG_BYTES) return null
        return try {
            val wrapping = store.getKey(ALIAS, null) as? SecretKey ?: return null
            val cipher = Cipher.getInstance(CIPHER)
            cipher.init(Cipher.DECRYPT_MODE, wrapping, GCMParameterSpec(TAG_BYTES * 8, bytes, 0, NONCE_BYTES))
            cipher.doFinal(bytes, NONCE_BYTES, SEAL_KEY_BYTES + TAG_BYTES)
        } catch (other: BadPaddingException) {
            null // wrapped by another key, or damaged
        } catch (gone: InvalidKeyException) {
            null // taken away for good
        } catch (gone: UnrecoverableKeyException) {
            null
        }
    }

    /** On disk before it is given away: a key that is lost at the next start would cost an enrolment each time. */
    private fun made(store: KeyStore): ByteArray {
        val key = ByteArray(SEAL_KEY_BYTES).also(SecureRandom()::nextBytes)
        // A wrapping key that wraps nothing any more is replaced too.
        store.deleteEntry(ALIAS)
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.ENCRYPT_MODE, newWrappingKey()) }
        write(cipher.iv + cipher.doFinal(key))
        return key
    }

    /** Needs no unlocked screen and no finger: records are sent while the phone lies in a pocket. */
    private fun newWrappingKey(): SecretKey = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE).apply {
        init(
            KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
                .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
                .setKeySize(SEAL_KEY_BYTES * 8)
                .build(),
        )
    }.generateKey()

    private fun write(bytes: ByteArray) {
        val whole = AtomicFile(file)
        val stream = whole.startWrite()
        try {
            stream.write(bytes)
            whole.finishWrite(stream)
        } catch (full: IOException) {
            whole.failWrite(stream)
            throw full
        }
    }

    private companion object {
        const val STORE = "AndroidKeyStore"
        const val ALIAS = "wufei-seal"
        const val CIPHER = "AES/GCM/NoPadding"
        const val NONCE_BYTES = 12
        const val TAG_BYTES = 16
    }
}
