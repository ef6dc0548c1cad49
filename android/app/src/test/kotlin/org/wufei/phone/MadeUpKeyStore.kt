package org.wufei.phone

import android.security.keystore.KeyGenParameterSpec
import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/** Stands in for Android's KeyStore, which Robolectric has not: keys by alias, in memory. Made up for tests. */
object MadeUpKeyStore : Provider("AndroidKeyStore", "1", "made up for tests") {
    val kept = mutableMapOf<String, SecretKey>()

    /** What every question is answered with instead, as a phone whose KeyStore is out of order does. */
    var failure: RuntimeException? = null

    init {
        put("KeyStore.AndroidKeyStore", Store::class.java.name)
        put("KeyGenerator.AES", Generator::class.java.name)
    }

    /** For as long as [act] runs. */
    fun <T> during(act: () -> T): T {
        kept.clear()
        failure = null
        Security.addProvider(this)
        try {
            return act()
        } finally {
            Security.removeProvider(name)
        }
    }

    class Generator : KeyGeneratorSpi() {
        private lateinit var spec: KeyGenParameterSpec

        override fun engineInit(params: AlgorithmParameterSpec, random: SecureRandom?) {
            spec = params as KeyGenParameterSpec
        }

        override fun engineGenerateKey(): SecretKey {
            val bytes = ByteArray(spec.keySize / 8).also(SecureRandom()::nextBytes)
            return SecretKeySpec(bytes, "AES").also { kept[spec.keystoreAlias] = it }
        }

        override fun engineInit(random: SecureRandom?) = unused()
        override fun engineInit(keysize: Int, random: SecureRandom?) = unused()
    }

    class Store : KeyStoreSpi() {
        override fun engineGetKey(alias: String, password: CharArray?): Key? = failure?.let { throw it } ?: kept[alias]
        override fun engineDeleteEntry(alias: String) {
            kept -= alias
        }

        override fun engineContainsAlias(alias: String) = alias in kept
        override fun engineIsKeyEntry(alias: String) = alias in kept
        override fun engineAliases(): Enumeration<String> = Collections.enumeration(kept.keys)
        override fun engineSize() = kept.size
        override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit
        override fun engineIsCertificateEntry(alias: String) = false
        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null
        override fun engineGetCertificate(alias: String): Certificate? = null
        override fun engineGetCertificateAlias(certificate: Certificate): String? = null
        override fun engineGetCreationDate(alias: String): Date? = null
        override fun engineSetKeyEntry(alias: String, key: Key, password: CharArray?, chain: Array<Certificate>?) = unused()
        override fun engineSetKeyEntry(alias: String, key: ByteArray, chain: Array<Certificate>?) = unused()
        override fun engineSetCertificateEntry(alias: String, certificate: Certificate) = unused()
        override fun engineStore(stream: OutputStream, password: CharArray?) = unused()
    }

    private fun unused(): Nothing = throw UnsupportedOperationException()
}
