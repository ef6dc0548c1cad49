/// Reading aloud with the system's voice.
import AVFoundation
import Core

/// Says one thing at a time: a new text stops the one before it.
@MainActor
final class SystemVoice: NSObject, Voice {
    private let synthesizer = AVSpeechSynthesizer()
    private let pending = Pending<ObjectIdentifier, Spoken>()

    override init() {
        super.init()
        synthesizer.delegate = self
    }

    /// Answers when the speech has ended or was stopped. Heard with the ringer off, too: the
    /// person asked for it.
    func readAloud(text: String, language: String) async throws -> Spoken {
        guard let voice = AVSpeechSynthesisVoice(language: language) else {
            return .unavailable(why: "no voice for \(language)")
        }
        try AVAudioSession.sharedInstance()
            .setCategory(.playback, mode: .spokenAudio, options: .duckOthers)
        synthesizer.stopSpeaking(at: .immediate)
        pending.finishAll(with: .done)
        let utterance = AVSpeechUtterance(string: text)
        utterance.voice = voice
        return await pending.answer(for: ObjectIdentifier(utterance)) {
            synthesizer.speak(utterance)
        }
    }

    private nonisolated func ended(_ utterance: AVSpeechUtterance) {
        let key = ObjectIdentifier(utterance)
        Task { @MainActor in pending.finish(key, with: .done) }
    }
}

extension SystemVoice: AVSpeechSynthesizerDelegate {
    nonisolated func speechSynthesizer(
        _ synthesizer: AVSpeechSynthesizer, didFinish utterance: AVSpeechUtterance
    ) {
        ended(utterance)
    }

    nonisolated func speechSynthesizer(
        _ synthesizer: AVSpeechSynthesizer, didCancel utterance: AVSpeechUtterance
    ) {
        ended(utterance)
    }
}
