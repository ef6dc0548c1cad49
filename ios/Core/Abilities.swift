/// What only the phone can do, as one protocol, and how a question of the core becomes an answer.
import WufeiBindings

/// Each may take as long as it likes, and may throw: the core then hears that it is unavailable,
/// and why.
public protocol Abilities: Sendable {
    /// `hint` is what to tell the person, in their language.
    func scan(hint: String) async throws -> Scanned
    /// `language` is a BCP 47 tag.
    func readAloud(text: String, language: String) async throws -> Spoken
}

/// A device without camera and voice, honest about it.
public struct NoAbilities: Abilities {
    public init() {}

    public func scan(hint: String) async throws -> Scanned { .unavailable(why: "no camera") }

    public func readAloud(text: String, language: String) async throws -> Spoken {
        .unavailable(why: "no voice")
    }
}

extension Abilities {
    /// The answer of the same kind as the question, always.
    func answer(_ question: ShellQuestion) async -> ShellAnswer {
        switch question {
        case .scan(let operation):
            do {
                return .scan(output: try await scan(hint: operation.hint))
            } catch {
                return .scan(output: .unavailable(why: "\(error)"))
            }
        case .readAloud(let operation):
            do {
                let spoken = try await readAloud(
                    text: operation.text, language: operation.language)
                return .readAloud(output: spoken)
            } catch {
                return .readAloud(output: .unavailable(why: "\(error)"))
            }
        }
    }
}
