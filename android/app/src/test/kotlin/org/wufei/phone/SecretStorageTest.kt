package org.wufei.phone

import android.app.Application
import java.io.File
import java.io.IOException
import java.security.ProviderException
import javax.crypto.spec.SecretKeySpec
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.shadows.ShadowLog
import org.wufei.shell.Opened
import org.wufei.shell.SEAL_KEY_BYTES
import org.wufei.shell.SealKey

/**
 * The seal key on this phone: kept, lost, damaged, and where there is no KeyStore. Its graphics mode is
 * that of all tests here, as Robolectric loads classes anew for another one, and the Rust library knows
 * one binding a process.
 */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], application = Application::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class SecretStorageTest {
    @get:Rule
    val folder = TemporaryFolder()
    private val file get() = File(folder.root, "seal.key")

    @Test fun `without a KeyStore there is no key, and nothing is written`() {
        assertTrue((PhoneSecretStorage(file).sealKey() as SealKey.Unavailable).why.contains("AndroidKeyStore"))
        assertEquals(emptyList<File>(), folder.root.listFiles().orEmpty().toList())
    }

    @Test fun `the key is the same at every start, and its bytes are in no file`() = MadeUpKeyStore.during {
        val key = kept()
        assertEquals(SEAL_KEY_BYTES, key.size)
        assertArrayEquals(key, kept())
        assertEquals(listOf(file), folder.root.listFiles().orEmpty().toList())
        assertFalse(contains(file, key))
        // The search must be able to find.
        assertTrue(contains(File(folder.root, "open").apply { writeBytes(byteArrayOf(7) + key) }, key))
    }

    @Test fun `two phones have two keys`() = MadeUpKeyStore.during {
        val one = kept()
        MadeUpKeyStore.kept.clear()
        file.delete()
        assertFalse(one.contentEquals(kept()))
    }

    @Test fun `a file that opens no more is replaced, once`() = MadeUpKeyStore.during {
        val spoils = mapOf<String, () -> Unit>(
            "KeyStore emptied" to { MadeUpKeyStore.kept.clear() },
            "another key under the name" to { MadeUpKeyStore.kept.replaceAll { _, _ -> SecretKeySpec(ByteArray(32), "AES") } },
            "one letter changed" to { file.writeBytes(file.readBytes().also { it[20] = (it[20] + 1).toByte() }) },
            "half a file" to { file.writeBytes(file.readBytes().copyOf(30)) },
            "an empty file" to { file.writeBytes(ByteArray(0)) },
        )
        for ((what, spoil) in spoils) {
            val before = kept()
            spoil()
            val after = kept()
            assertFalse(what, before.contentEquals(after))
            assertArrayEquals(what, after, kept())
        }
    }

    @Test fun `a KeyStore out of order costs no key`() = MadeUpKeyStore.during {
        val key = kept()
        MadeUpKeyStore.failure = ProviderException("keystore daemon")
        assertThrows(ProviderException::class.java) { PhoneSecretStorage(file).sealKey() }
        MadeUpKeyStore.failure = null
        assertArrayEquals(key, kept())
    }

    @Test fun `a key that cannot be written is not given away`() = MadeUpKeyStore.during {
        val nowhere = File(folder.newFile("not a folder"), "seal.key")
        assertThrows(IOException::class.java) { PhoneSecretStorage(nowhere).sealKey() }
        Unit
    }

    @Test @Config(application = TestApplication::class)
    fun `the app opens its core with the key of this phone`() = MadeUpKeyStore.during {
        assertTrue(app.opened is Opened.Running)
        assertEquals(SEAL_KEY_BYTES, (PhoneSecretStorage(File(app.noBackupFilesDir, "seal.key")).sealKey() as SealKey.Kept).bytes.size)
        assertEquals(emptyList<String>(), logged())
    }

    @Test @Config(application = TestApplication::class)
    fun `without one it opens too, and the log says so`() {
        assertTrue(app.opened is Opened.Running)
        assertTrue(logged().single(), logged().single().startsWith("the token is not sealed: AndroidKeyStore"))
    }

    private val app get() = RuntimeEnvironment.getApplication() as TestApplication

    private fun logged(): List<String> = ShadowLog.getLogsForTag("Wufei").mapNotNull { it.throwable?.message }

    private fun kept(): ByteArray = (PhoneSecretStorage(file).sealKey() as SealKey.Kept).bytes

    private fun contains(file: File, bytes: ByteArray) = String(bytes, Charsets.ISO_8859_1) in file.readText(Charsets.ISO_8859_1)
}
