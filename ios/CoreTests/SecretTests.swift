/// The device's token with a key from the phone's secret storage, with another one, and with none.
import Foundation
import Testing

@testable import Core

private struct Locked: Error {}

/// A storage that answers as the test says.
private struct Storage: SecretStorage {
    let answer: @Sendable () throws -> SealKey

    func sealKey() throws -> SealKey { try answer() }

    static func keeping(_ byte: UInt8, count: Int = SealKey.bytes) -> Self {
        Self { .kept(Data(repeating: byte, count: count)) }
    }
}

@Suite(.serialized) @MainActor
struct SecretTests {
    let phone: Phone

    init() throws { phone = try Phone() }

    @Test func withAKeyTheTokenIsInNoFile() async throws {
        #expect(try await filesWithToken(Storage.keeping(1)) == [])
        #expect(phone.unsealed == [])
    }

    /// The control: without a key the same search finds it.
    @Test func withoutAKeyTheTokenLiesInTheFolder() async throws {
        #expect(try await filesWithToken(Absent()) != [])
    }

    @Test func theSameKeyOpensItAndAnotherAsksForACodeAndLosesNothing() async throws {
        let server = try RealServer(folder: phone.folder)
        defer { server.kill() }
        try await server.start()
        let first = try phone.open(server: server.address, secrets: Storage.keeping(1))
        try await first.enrol(code: server.code("attendant"))
        first.send(.open(tab: .point))
        try await first.reach("the point") {
            if case .shift(let shift) = $0 { shift.openLabel != nil } else { false }
        }
        server.kill()
        try await first.openShift()
        first.close()

        let same = try phone.open(server: server.address, secrets: Storage.keeping(1))
        #expect(try await isEnrolled(same))
        same.close()

        let other = try phone.open(server: server.address, secrets: Storage.keeping(2))
        #expect(try await !isEnrolled(other))
        other.send(.open(tab: .outbox))
        try await other.outbox("the shift still waits") { $0.waiting == 1 && $0.rows.count == 1 }
        try await server.start()
        try await other.enrol(code: server.code("attendant"))
        other.send(.open(tab: .outbox))
        other.send(.outbox(event: .syncNow))
        try await other.outbox("all sent") { $0.waiting == 0 && $0.attention.isEmpty }
        other.close()
        #expect(phone.defects == [] && phone.unsealed == [])
    }

    @Test func aStorageWithoutAKeyOpensTheAppAndTheLogSaysWhy() async throws {
        let storages: [(any SecretStorage, String)] = [
            (Storage { throw Locked() }, "Locked()"),
            (Storage { .unavailable(why: "locked") }, "locked"),
            (Absent(), "no secret storage"),
            (Storage.keeping(77, count: 31), "a key of 31 bytes"),
        ]
        for (storage, why) in storages {
            let core = try phone.open(secrets: storage)
            try await core.reach("the look-up") { if case .lookup = $0 { true } else { false } }
            core.close()
            #expect(phone.unsealed.last == "the token is not sealed: \(why)")
        }
        #expect(phone.unsealed.count == storages.count)
        #expect(phone.defects == [])
    }

    @Test func noTextShowsAKey() {
        let bytes = Data(repeating: 97, count: SealKey.bytes)
        let key = SealKey.kept(bytes)
        for text in [text(of: key), "\(key)", String(reflecting: key)] {
            #expect(!text.contains("97") && !text.contains("aa"))
        }
        #expect(text(of: bytes).contains("97")) // the control
    }

    private func text(of value: Any) -> String {
        var text = ""
        Swift.dump(value, to: &text)
        return text
    }

    /// Enrols a phone, and looks for its token in all its files, while it is open and afterwards.
    private func filesWithToken(_ secrets: any SecretStorage) async throws -> [String] {
        let server = try RealServer(folder: phone.folder)
        defer { server.kill() }
        try await server.start()
        let core = try phone.open(server: server.address, secrets: secrets)
        try await core.enrol(code: server.code("volunteer"))
        _ = try await core.takeFirstTurf()
        core.close()
        let ear = try Ear()
        let again = try phone.open(server: ear.address, secrets: secrets)
        again.send(.open(tab: .outbox))
        again.send(.outbox(event: .syncNow))
        let token = try await until("a token") { ear.overheard() }
        let open = try files(with: token)
        again.close()
        return try open + files(with: token)
    }

    private func files(with token: String) throws -> [String] {
        try #require(token.count >= 20)
        let folder = URL(fileURLWithPath: phone.config.folder)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        try #require(files.contains("device.sqlite"))
        return try files.filter { name in
            let file = folder.appendingPathComponent(name)
            return try !file.hasDirectoryPath
                && Data(contentsOf: file).range(of: Data(token.utf8)) != nil
        }
    }

    private func isEnrolled(_ core: CoreLoop) async throws -> Bool {
        core.send(.open(tab: .settings))
        return try await core.screen("the settings") {
            guard case .settings(let settings) = $0 else { return nil }
            if case .done = settings.enrolment { return true }
            return false
        }
    }
}
