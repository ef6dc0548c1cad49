/// What only the phone can do: one small protocol a question of the core, and how a question
/// becomes an answer.
///
/// Each may take as long as it likes, and may throw (a permission refused, a part that is
/// missing): the core then hears that it is unavailable, and why.
import WufeiBindings

/// Reads the code on a card.
public protocol CardScanner: Sendable {
    /// `hint` is what to tell the person meanwhile, in their language.
    func scan(hint: String) async throws -> Scanned
}

/// Reads a text aloud; returns when it is said, or when it was stopped.
public protocol Voice: Sendable {
    /// `language` is a BCP 47 tag.
    func readAloud(text: String, language: String) async throws -> Spoken
}

/// Hands a text to the system's own way of sharing; returns when the person is through with it.
public protocol Sharing: Sendable {
    func share(text: String) async throws -> Shared
}

/// Finds out once where the phone is.
public protocol Locator: Sendable {
    /// `reason` is why, in the person's language, for a system that shows it.
    func locate(reason: String) async throws -> Located
}

/// Lets a person pick a picture, or take one.
public protocol PhotoPicker: Sendable {
    /// A picture goes back as the path of a copy that is the core's from then on: it removes it. A
    /// copy that did not come about is `failed`, a change of mind `cancelled`.
    func pick(_ wanted: PickPhoto) async throws -> Picked
}

/// The parts of one phone.
public struct Abilities: Sendable {
    private let scanner: any CardScanner
    private let voice: any Voice
    private let sharing: any Sharing
    private let locator: any Locator
    private let photos: any PhotoPicker

    /// A part that is not named is absent. `photos` are asked only where the core was told that
    /// pictures can be picked here.
    public init(
        scanner: any CardScanner = Absent(), voice: any Voice = Absent(),
        sharing: any Sharing = Absent(), locator: any Locator = Absent(),
        photos: any PhotoPicker = Absent()
    ) {
        self.scanner = scanner
        self.voice = voice
        self.sharing = sharing
        self.locator = locator
        self.photos = photos
    }

    /// The answer of the same kind as the question, always.
    func answer(_ question: ShellQuestion) async -> ShellAnswer {
        switch question {
        case .scan(let operation):
            .scan(output: await orUnavailable(Scanned.unavailable) {
                try await scanner.scan(hint: operation.hint)
            })
        case .readAloud(let operation):
            .readAloud(output: await orUnavailable(Spoken.unavailable) {
                try await voice.readAloud(text: operation.text, language: operation.language)
            })
        case .share(let operation):
            .share(output: await orUnavailable(Shared.unavailable) {
                try await sharing.share(text: operation.text)
            })
        case .locate(let operation):
            .locate(output: await orUnavailable(Located.unavailable) {
                try await locator.locate(reason: operation.reason)
            })
        case .pickPhoto(let operation):
            .pickPhoto(output: await orUnavailable(Picked.unavailable) {
                try await photos.pick(operation)
            })
        }
    }
}

/// What an ability gives, or why it could not.
private func orUnavailable<Output>(
    _ unavailable: (String) -> Output, _ act: () async throws -> Output
) async -> Output {
    do {
        return try await act()
    } catch {
        return unavailable("\(error)")
    }
}

/// A part this phone does not have, honest about it.
public struct Absent: CardScanner, Voice, Sharing, Locator, PhotoPicker {
    public init() {}

    public func scan(hint: String) async throws -> Scanned { .unavailable(why: "no camera") }

    public func readAloud(text: String, language: String) async throws -> Spoken {
        .unavailable(why: "no voice")
    }

    public func share(text: String) async throws -> Shared {
        .unavailable(why: "nothing to share with")
    }

    public func locate(reason: String) async throws -> Located { .unavailable(why: "no location") }

    public func pick(_ wanted: PickPhoto) async throws -> Picked {
        .unavailable(why: "no pictures")
    }
}

extension Located {
    /// A position as the system gives it, in degrees of WGS-84. What is no place on Earth is
    /// unavailable.
    public init(latitude: Double, longitude: Double) {
        guard abs(latitude) <= 90, abs(longitude) <= 180 else { // not so for "not a number"
            self = .unavailable(why: "no place: \(latitude), \(longitude)")
            return
        }
        self = .at(
            latitudeMicrodegrees: Int32((latitude * 1_000_000).rounded()),
            longitudeMicrodegrees: Int32((longitude * 1_000_000).rounded()))
    }
}
