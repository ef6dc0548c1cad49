/// Who waits for something the system tells by a callback: the end of a speech, a closed sheet, a
/// position.

/// Each who waits hears exactly once. A callback that comes twice, late, or for somebody else is
/// no harm.
@MainActor
public final class Pending<Key: Hashable & Sendable, Answer: Sendable> {
    private var waiting: [Key: CheckedContinuation<Answer, Never>] = [:]

    public init() {}

    /// Begins something and waits until `finish` is called for `key`, which nobody else waits for.
    public func answer(for key: Key, begin: @MainActor () -> Void) async -> Answer {
        await withCheckedContinuation { continuation in
            waiting[key] = continuation
            begin()
        }
    }

    public var isAwaited: Bool { !waiting.isEmpty }

    public func finish(_ key: Key, with answer: Answer) {
        waiting.removeValue(forKey: key)?.resume(returning: answer)
    }

    public func finishAll(with answer: Answer) {
        for key in Array(waiting.keys) { finish(key, with: answer) }
    }
}
