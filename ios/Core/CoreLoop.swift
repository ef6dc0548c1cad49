/// The loop: owns the Rust core and turns its calls into one published view.
@_exported import WufeiBindings

#if canImport(Combine)
    import Combine
#endif

/// Holds no state of its own. Views are pulled and conflated: many changes, one pull.
///
/// `secrets` are asked once for the key that seals the device's token; `config` need not name one.
///
/// `report` hears of defects of the core, of answers it refused, and of a token that is not sealed;
/// the app goes on with the last view.
@MainActor
public final class CoreLoop {
    /// What is on the screen. Equal views are told once.
    public private(set) var view: ViewModel {
        willSet { willChange() }
        didSet { onView?(view) }
    }

    /// Hears each new view, where there is no Combine and in tests.
    public var onView: ((ViewModel) -> Void)?

    private var core: WufeiCore?
    private let door: Door
    private let report: (any Error) -> Void
    private var loops: [Task<Void, Never>] = []

    public init(
        config: WufeiConfig,
        abilities: Abilities,
        secrets: any SecretStorage,
        report: @escaping (any Error) -> Void
    ) throws {
        let (stale, staleIn) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (questions, questionsIn) = AsyncStream.makeStream(of: (UInt64, ShellQuestion).self)
        let door = Door(stale: staleIn, questions: questionsIn)
        let core = try WufeiCore(
            config: config.sealed(by: secrets, report: report), shell: door)
        self.core = core
        self.door = door
        self.report = report
        view = try core.view()
        loops = [
            Task { [weak self] in
                for await _ in stale { self?.pull() }
            },
            Task { [weak self] in
                for await (id, question) in questions {
                    Task { [weak self] in
                        let answer = await abilities.answer(question)
                        self?.answer(id, answer)
                    }
                }
            },
        ]
    }

    deinit { door.shut() }

    /// Raises an event. The view follows; it need not have changed when this returns.
    public func send(_ event: UiEvent) {
        guarded { try $0.send(event: event) }
    }

    /// Ends the loops, then lets go of the core. What was recorded is on disk. Again is no harm,
    /// and what is sent afterwards is dropped.
    public func close() {
        door.shut()
        loops.forEach { $0.cancel() }
        loops = []
        core = nil
    }

    private func pull() {
        guarded { core in
            let new = try core.view()
            if new != view { view = new }
        }
    }

    private func answer(_ id: UInt64, _ answer: ShellAnswer) {
        guarded { try $0.answer(id: id, answer: answer) }
    }

    private func guarded(_ act: (WufeiCore) throws -> Void) {
        guard let core else { return }
        do { try act(core) } catch { report(error) }
    }
}

#if canImport(Combine)
    extension CoreLoop: ObservableObject {
        private func willChange() { objectWillChange.send() }
    }
#else
    extension CoreLoop {
        private func willChange() {}
    }
#endif
