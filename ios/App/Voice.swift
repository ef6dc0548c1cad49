/// The phone's abilities: it reads aloud with the system's voice. A camera is not wired yet.
import AVFoundation
import Core

@MainActor
final class Voice: Abilities {
    private let synthesizer = AVSpeechSynthesizer()

    func scan(hint: String) async throws -> Scanned { .unavailable(why: "no camera yet") }

    func readAloud(text: String, language: String) async throws -> Spoken {
        guard let voice = AVSpeechSynthesisVoice(language: language) else {
            return .unavailable(why: "no voice for \(language)")
        }
        let utterance = AVSpeechUtterance(string: text)
        utterance.voice = voice
        synthesizer.stopSpeaking(at: .immediate)
        synthesizer.speak(utterance)
        return .done
    }
}
