package org.wufei.phone

import android.content.Context
import android.speech.tts.TextToSpeech
import android.speech.tts.UtteranceProgressListener
import java.util.Locale
import java.util.UUID
import java.util.concurrent.ConcurrentHashMap
import kotlinx.coroutines.CompletableDeferred
import org.wufei.app.Spoken
import org.wufei.shell.Voice

/**
 * Reads aloud with the phone's own engine. Cheap phones often have none, or none for Chinese: then it
 * is unavailable, and the next try looks again, since an engine can be installed meanwhile.
 *
 * A newer text cuts off the older one, which then counts as said.
 */
class SpeechVoice(private val context: Context) : Voice, AutoCloseable {
    private var engine: TextToSpeech? = null
    private val saying = ConcurrentHashMap<String, CompletableDeferred<Spoken>>()

    override suspend fun readAloud(text: String, language: String): Spoken {
        val engine = engine ?: start() ?: return Spoken.Unavailable("no engine reads aloud on this phone")
        if (engine.setLanguage(Locale.forLanguageTag(language)) < TextToSpeech.LANG_AVAILABLE) {
            return Spoken.Unavailable("the engine does not read $language")
        }
        val id = UUID.randomUUID().toString()
        val said = CompletableDeferred<Spoken>().also { saying[id] = it }
        try {
            if (engine.speak(text, TextToSpeech.QUEUE_FLUSH, null, id) != TextToSpeech.SUCCESS) {
                return Spoken.Unavailable("the engine took no text")
            }
            return said.await()
        } finally {
            saying.remove(id)
        }
    }

    private suspend fun start(): TextToSpeech? {
        val status = CompletableDeferred<Int>()
        val started = TextToSpeech(context) { status.complete(it) }
        if (status.await() != TextToSpeech.SUCCESS) {
            started.shutdown()
            return null
        }
        started.setOnUtteranceProgressListener(Progress())
        engine = started
        return started
    }

    override fun close() {
        engine?.shutdown()
        engine = null
    }

    /** Called on threads of the engine. */
    private inner class Progress : UtteranceProgressListener() {
        override fun onStart(utteranceId: String) = Unit

        override fun onDone(utteranceId: String) = end(utteranceId, Spoken.Done)

        override fun onStop(utteranceId: String, interrupted: Boolean) = end(utteranceId, Spoken.Done)

        @Deprecated("Older engines call it.")
        override fun onError(utteranceId: String) = end(utteranceId, Spoken.Unavailable("the engine failed"))

        override fun onError(utteranceId: String, errorCode: Int) = end(utteranceId, Spoken.Unavailable("the engine failed: $errorCode"))

        private fun end(id: String, how: Spoken) {
            saying.remove(id)?.complete(how)
        }
    }
}
