/// A bare core without the loop, so that each call over the border is seen and counted.
import Core
import Foundation

struct Unmeasured: Error, CustomStringConvertible {
    let why: String
    var description: String { why }
}

final class Device {
    private let core: WufeiCore
    private let bell = Bell()
    private(set) var calls = 0

    init(folder: String) throws {
        let config = WufeiConfig(
            folder: folder, server: "", city: "330600000000", extraRootPem: nil)
        core = try WufeiCore(config: config, shell: bell)
    }

    /// Calls in both directions: send, view, changed, ask.
    var crossings: Int { calls + bell.rung }

    /// Until the first view that is more than "starting".
    func start() throws {
        try core.send(event: .start)
        try until { if case .starting = $0 { false } else { true } }
    }

    /// What a tap costs: the event, the call back, the new view.
    func gesture(_ event: UiEvent) throws {
        bell.silence()
        calls += 2
        try core.send(event: event)
        try bell.wait()
        _ = try core.view()
    }

    func send(_ event: UiEvent) throws {
        calls += 1
        try core.send(event: event)
    }

    func until(_ holds: (Screen) -> Bool) throws {
        guard try reaches(holds) else { throw Unmeasured(why: "a screen does not come") }
    }

    func reaches(_ holds: (Screen) -> Bool) throws -> Bool {
        let end = Date().addingTimeInterval(5)
        while Date() < end {
            calls += 1
            if holds(try core.view().screen) { return true }
            usleep(100)
        }
        return false
    }
}

/// Hears that the view changed; a question stays open.
final class Bell: Shell, @unchecked Sendable {
    private let lock = NSLock()
    private let heard = DispatchSemaphore(value: 0)
    private var count = 0

    var rung: Int { lock.withLock { count } }

    func changed() throws {
        lock.withLock { count += 1 }
        heard.signal()
    }

    func ask(id: UInt64, question: ShellQuestion) throws { lock.withLock { count += 1 } }

    func silence() {
        while heard.wait(timeout: .now()) == .success {}
    }

    func wait() throws {
        guard heard.wait(timeout: .now() + 5) == .success else {
            throw Unmeasured(why: "the view does not change")
        }
    }
}
