/// The side of the shell that Rust calls, on any thread: it hands over and returns.
import WufeiBindings

/// Holds two streams and nothing else, so no cycle keeps the core alive.
final class Door: Shell {
    private let stale: AsyncStream<Void>.Continuation
    private let questions: AsyncStream<(UInt64, ShellQuestion)>.Continuation

    init(
        stale: AsyncStream<Void>.Continuation,
        questions: AsyncStream<(UInt64, ShellQuestion)>.Continuation
    ) {
        self.stale = stale
        self.questions = questions
    }

    func changed() throws {
        stale.yield()
    }

    func ask(id: UInt64, question: ShellQuestion) throws {
        if case .terminated = questions.yield((id, question)) {
            throw ShellError.Failed(why: "closed")
        }
    }

    /// Ends both loops. Again is no harm.
    func shut() {
        stale.finish()
        questions.finish()
    }
}
