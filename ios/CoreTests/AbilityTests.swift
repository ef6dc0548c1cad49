/// Questions of the core and their answers, right and wrong; and the end of a loop.
import Foundation
import Testing

@testable import Core

struct NoPermission: Error {}

/// A phone whose owner refused everything.
struct Refusing: CardScanner, Voice, Sharing, Locator, PhotoPicker {
    func scan(hint: String) async throws -> Scanned { throw NoPermission() }
    func readAloud(text: String, language: String) async throws -> Spoken { throw NoPermission() }
    func share(text: String) async throws -> Shared { throw NoPermission() }
    func locate(reason: String) async throws -> Located { throw NoPermission() }
    func pick(_ wanted: PickPhoto) async throws -> Picked { throw NoPermission() }

    static let all = Abilities(
        scanner: Self(), voice: Self(), sharing: Self(), locator: Self(), photos: Self())
}

@Suite(.serialized) @MainActor
struct AbilityTests {
    let phone: Phone

    init() throws { phone = try Phone() }

    @Test func anAbilityThatThrowsIsUnavailable() async {
        let scan = ShellQuestion.scan(operation: Scan(hint: "card"))
        let aloud = ShellQuestion.readAloud(operation: ReadAloud(text: "纸", language: "zh-CN"))
        let share = ShellQuestion.share(operation: Share(text: "纸"))
        let locate = ShellQuestion.locate(operation: Locate(reason: "near"))
        let wanted = PickPhoto(hint: "show", takeLabel: "t", chooseLabel: "c", cancelLabel: "n")
        let pick = ShellQuestion.pickPhoto(operation: wanted)
        let phone = Refusing.all
        let why = "NoPermission()"
        #expect(await phone.answer(scan) == .scan(output: .unavailable(why: why)))
        #expect(await phone.answer(aloud) == .readAloud(output: .unavailable(why: why)))
        #expect(await phone.answer(share) == .share(output: .unavailable(why: why)))
        #expect(await phone.answer(locate) == .locate(output: .unavailable(why: why)))
        #expect(await phone.answer(pick) == .pickPhoto(output: .unavailable(why: why)))
    }

    @Test func whoWaitsHearsOnceAndOnlyItsOwnEnd() async throws {
        let pending = Pending<Int, Spoken>()
        async let first = pending.answer(for: 1) {}
        async let second = pending.answer(for: 2) {
            pending.finish(1, with: .done)
            pending.finish(1, with: .unavailable(why: "late"))
        }
        #expect(await first == .done)
        #expect(pending.isAwaited)
        pending.finish(1, with: .unavailable(why: "later"))
        #expect(pending.isAwaited)
        pending.finishAll(with: .unavailable(why: "stopped"))
        #expect(await second == .unavailable(why: "stopped"))
        #expect(!pending.isAwaited)
    }

    @Test func aPositionIsRoundedAndNoPlaceIsUnavailable() {
        #expect(
            Located(latitude: 29.6003256, longitude: -120.8214)
                == .at(latitudeMicrodegrees: 29_600_326, longitudeMicrodegrees: -120_821_400))
        for (latitude, longitude) in [(Double.nan, 0), (0, .infinity), (91, 0), (0, -180.1)] {
            guard case .unavailable = Located(latitude: latitude, longitude: longitude) else {
                Issue.record("\(latitude), \(longitude) is a place")
                continue
            }
        }
    }

    @Test func theCoreSaysThatAVoiceIsUnavailable() async throws {
        let core = try phone.open(abilities: Refusing.all)
        try await findCarton(core)
        core.send(.lookup(event: .readAloud))
        _ = try await until("a note on the voice") { core.view.note }
        core.close()
        #expect(phone.defects == [])
    }

    @Test func anAnswerOfTheWrongKindLeavesTheQuestionOpenAndASecondIsRefused() async throws {
        let shell = Notebook()
        let core = try WufeiCore(config: phone.config, shell: shell)
        try core.send(event: .start)
        try core.send(event: .lookup(event: .typed(text: "牛奶盒")))
        let _: Bool = try await until("an answer") {
            if case .lookup(let lookup) = try core.view().screen, case .found = lookup.result {
                return true
            }
            return nil
        }
        try core.send(event: .lookup(event: .readAloud))
        let (id, question) = try await until("a question") { shell.asked.first }
        guard case .readAloud = question else { throw Failed(description: "\(question)") }
        #expect(throws: WufeiError.self) {
            try core.answer(id: id, answer: .scan(output: .cancelled))
        }
        try core.answer(id: id, answer: .readAloud(output: .done))
        #expect(throws: WufeiError.self) {
            try core.answer(id: id, answer: .readAloud(output: .done))
        }
        #expect(throws: WufeiError.self) {
            try core.answer(id: 999_999, answer: .readAloud(output: .done))
        }
    }

    @Test func closingTwiceIsSafeAndWhatIsSentAfterwardsIsDropped() async throws {
        let core = try phone.open()
        try await findCarton(core)
        let last = core.view
        core.close()
        core.close()
        core.send(.lookup(event: .clear))
        try await Task.sleep(nanoseconds: 50_000_000)
        #expect(core.view == last)
        #expect(phone.defects == [])
    }

    @Test func aLoopLetGoOfIsClosedAndTheFolderOpensAgain() async throws {
        var core: CoreLoop? = try phone.open()
        weak var watched = core
        try await findCarton(core!)
        core = nil
        _ = try await until("the loop is gone") { watched == nil ? true : nil }
        let again = try phone.open()
        try await findCarton(again)
        again.close()
    }

    @Test func equalViewsAreToldOnce() async throws {
        let core = try phone.open()
        var told: [ViewModel] = []
        core.onView = { told.append($0) }
        try await findCarton(core)
        for _ in 0..<20 { core.send(.dismissNote) }
        try await Task.sleep(nanoseconds: 100_000_000)
        #expect(!told.isEmpty)
        #expect(zip(told, told.dropFirst()).allSatisfy { $0 != $1 })
        core.close()
    }

    @Test func aConfigurationThatCannotBeUsedIsAnErrorOfTheInit() throws {
        let config = WufeiConfig(
            folder: phone.folder.path, server: "", city: "no code", extraRootPem: nil,
            seal: nil)
        #expect(throws: WufeiError.self) {
            try CoreLoop(config: config, abilities: Abilities(), secrets: Absent()) { _ in }
        }
    }

    private func findCarton(_ core: CoreLoop) async throws {
        core.send(.lookup(event: .typed(text: "牛奶盒")))
        try await core.reach("an answer") {
            guard case .lookup(let lookup) = $0, case .found = lookup.result else { return false }
            return true
        }
    }
}
