/// A bare core without the loop, so that each call over the border is seen and counted.
import Core
import Foundation

struct Unmeasured: Error, CustomStringConvertible {
    let why: String
    var description: String { why }
}

/// How often the border was crossed, in each of its ways.
struct Crossings {
    var send = 0
    var changed = 0
    var view = 0
    var ask = 0
}

final class Device {
    private let core: WufeiCore
    private let bell = Bell()
    private var calls = Crossings()

    init(folder: String) throws {
        let config = WufeiConfig(
            folder: folder, server: "", city: "330600000000", extraRootPem: nil, seal: nil)
        core = try WufeiCore(config: config, shell: bell)
    }

    /// Since the start.
    var crossings: Crossings {
        let (changed, ask) = bell.rung
        return Crossings(send: calls.send, changed: changed, view: calls.view, ask: ask)
    }

    /// Until the first view that is more than "starting".
    func start() throws {
        try send(.start)
        try reach("the first view") { if case .starting = $0 { false } else { true } }
    }

    func send(_ event: UiEvent) throws {
        calls.send += 1
        try core.send(event: event)
    }

    private func view() throws -> ViewModel {
        calls.view += 1
        return try core.view()
    }

    /// From the gesture to the view that answers it.
    func gesture(_ event: UiEvent) throws -> Duration {
        bell.quiet()
        return try ContinuousClock().measure {
            try send(event)
            try bell.wait()
            _ = try view()
        }
    }

    /// Waits for a screen and gives what `pick` finds in it.
    func screen<T>(_ what: String, _ pick: (Screen) -> T?) throws -> T {
        let end = Date().addingTimeInterval(10)
        while true {
            let screen = try view().screen
            if let found = pick(screen) { return found }
            guard Date() < end else {
                throw Unmeasured(why: "not within 10 s: \(what); on screen: \(name(of: screen))")
            }
            usleep(100)
        }
    }

    func reach(_ what: String, _ holds: (Screen) -> Bool) throws {
        _ = try screen(what) { holds($0) ? true : nil }
    }
}

/// Hears that the view changed; a question stays open.
final class Bell: Shell, @unchecked Sendable {
    private let lock = NSLock()
    private let heard = DispatchSemaphore(value: 0)
    private var count = (changed: 0, ask: 0)

    var rung: (changed: Int, ask: Int) { lock.withLock { count } }

    func changed() throws {
        lock.withLock { count.changed += 1 }
        heard.signal()
    }

    func ask(id: UInt64, question: ShellQuestion) throws { lock.withLock { count.ask += 1 } }

    /// Lets what earlier gestures still bring (a draft that is saved) pass by.
    func quiet() {
        while heard.wait(timeout: .now() + .milliseconds(2)) == .success {}
    }

    func wait() throws {
        guard heard.wait(timeout: .now() + 10) == .success else {
            throw Unmeasured(why: "the view does not change")
        }
    }
}
