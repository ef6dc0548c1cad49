/// A phone for tests: a folder, what the core reported, a bare shell, and waiting.
import Foundation
import Testing

@testable import Core

/// A folder of its own and the loops opened in it.
@MainActor
final class Phone {
    let folder: URL
    private(set) var defects: [String] = []
    /// What the log says of the token that lies open.
    private(set) var unsealed: [String] = []

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("wufei-swift-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var config: WufeiConfig { config(server: "") }

    func config(server: String, picksPhotos: Bool = false) -> WufeiConfig {
        WufeiConfig(
            folder: folder.appendingPathComponent("device").path, server: server,
            city: "330600000000", extraRootPem: nil, seal: nil, picksPhotos: picksPhotos)
    }

    func open(
        server: String = "", abilities: Abilities = Abilities(),
        secrets: any SecretStorage = Absent(), picksPhotos: Bool = false
    ) throws -> CoreLoop {
        let core = try CoreLoop(
            config: config(server: server, picksPhotos: picksPhotos), abilities: abilities,
            secrets: secrets
        ) { [weak self] in self?.hear($0) }
        core.send(.start)
        return core
    }

    private func hear(_ error: any Error) {
        if error is Unsealed { unsealed.append("\(error)") } else { defects.append("\(error)") }
    }
}

extension CoreLoop {
    /// Waits for a screen and gives what `pick` finds in it.
    func screen<T>(_ what: String, _ pick: (Screen) -> T?) async throws -> T {
        try await until("\(what); on screen: \("\(view.screen)".prefix(400))") { pick(view.screen) }
    }

    /// Waits for a screen.
    func reach(_ what: String, _ holds: (Screen) -> Bool) async throws {
        _ = try await screen(what) { holds($0) ? true : nil }
    }
}

/// Waits for something that another thread or process brings, at most 20 seconds.
@MainActor
func until<T>(
    _ what: @autoclosure () -> String, _ find: @MainActor () async throws -> T?
) async throws -> T {
    let end = Date().addingTimeInterval(20)
    while true {
        if let found = try await find() { return found }
        if Date() > end { throw Failed(description: "not within 20 s: \(what())") }
        try await Task.sleep(nanoseconds: 5_000_000)
    }
}

/// Filled from any thread.
final class Mailbox<Letter: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var letters: [Letter] = []

    var all: [Letter] { lock.withLock { letters } }

    func put(_ letter: Letter) { lock.withLock { letters.append(letter) } }
}

/// A shell that only writes down, for what the loop hides.
final class Notebook: Shell {
    private let written = Mailbox<(UInt64, ShellQuestion)>()
    private let failing: Bool

    /// `failing`: throws at every call.
    init(failing: Bool = false) { self.failing = failing }

    var asked: [(UInt64, ShellQuestion)] { written.all }

    func changed() throws { if failing { throw ShellError.Failed(why: "broken") } }

    func ask(id: UInt64, question: ShellQuestion) throws {
        written.put((id, question))
        if failing { throw ShellError.Failed(why: "broken") }
    }
}
