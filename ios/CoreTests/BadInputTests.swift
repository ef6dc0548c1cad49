/// What a shell, a person or a dying process does wrong, on the real core: what the screen then
/// says, and that the core goes on.
import Foundation
import Testing

@testable import Core

@Suite(.serialized) @MainActor
struct BadInputTests {
    let phone: Phone
    private let endless = String(repeating: "纸", count: 10_000)

    init() throws { phone = try Phone() }

    @Test func aShellThatThrowsIsUnavailableAndTheCoreGoesOn() async throws {
        let shell = Notebook(failing: true)
        let core = try WufeiCore(config: phone.config, shell: shell)
        try await findCarton(core)
        try core.send(event: .lookup(event: .readAloud))
        _ = try await until("a note on the voice") { try core.view().note }
        #expect(shell.asked.count == 1)
        let (id, _) = shell.asked[0]
        #expect(throws: WufeiError.self) {
            try core.answer(id: id, answer: .readAloud(output: .done))
        }
        try await goesOn(core)
    }

    @Test func aQuestionIsAnsweredOnceFromAnyThread() async throws {
        let shell = Notebook()
        let core = try WufeiCore(config: phone.config, shell: shell)
        try await findCarton(core)
        try core.send(event: .lookup(event: .share))
        let (id, _) = try await until("a question") { shell.asked.first }
        let taken = timesTaken(by: core, id, .share(output: .unavailable(why: "no")))
        #expect(taken == 1)
        _ = try await until("a note on sharing") { try core.view().note }
        try await goesOn(core)
    }

    @Test func aRefusedPermissionIsSaidAndALateAnswerChangesNothingElse() async throws {
        let shell = Notebook()
        let core = try WufeiCore(config: phone.config, shell: shell)
        try await findCarton(core)
        try core.send(event: .lookup(event: .readAloud))
        let (id, _) = try await until("a question") { shell.asked.first }
        try core.send(event: .lookup(event: .clear))
        try core.send(event: .open(tab: .settings))
        _ = try await until("the settings") {
            if case .settings = try core.view().screen { true } else { nil }
        }
        try core.answer(id: id, answer: .readAloud(output: .unavailable(why: "not allowed")))
        _ = try await until("a note on the voice") { try core.view().note }
        guard case .settings = try core.view().screen else {
            throw Failed(description: "a late answer moved the person")
        }
        try await goesOn(core)
    }

    @Test func anEndlessWordIsUnknown() async throws {
        let core = try phone.open()
        core.send(.lookup(event: .typed(text: endless)))
        try await core.reach("that it is unknown") {
            guard case .lookup(let lookup) = $0, case .unknown = lookup.result else { return false }
            return lookup.typed.count <= endless.count
        }
        core.close()
        #expect(phone.defects == [])
    }

    @Test func anEndlessCodeIsRefusedOnTheSpot() async throws {
        let core = try phone.open()
        core.send(.open(tab: .settings))
        core.send(.settings(event: .codeTyped(text: endless)))
        core.send(.settings(event: .enrol))
        try await core.reach("what is wrong with it") {
            guard case .settings(let settings) = $0,
                case .ask(_, _, _, _, _, let busy, let problem) = settings.enrolment
            else { return false }
            return !busy && problem != nil
        }
        core.close()
        #expect(phone.defects == [])
    }

    @Test func anEndlessCardAndWeightAreRefusedAtTheScale() async throws {
        let server = try RealServer(folder: phone.folder)
        defer { server.kill() }
        try await server.start()
        let core = try phone.open(server: server.address, abilities: Refusing.all)
        try await core.enrol(code: server.code("attendant"))
        try await core.openShift()
        core.send(.point(event: .scanCard))
        _ = try await until("a note on the camera") { core.view.note }
        core.send(.point(event: .cardTyped(text: endless)))
        core.send(.point(event: .cardEntered))
        try await core.reach("what is wrong with the card") {
            guard case .weigh(let weigh) = $0,
                case .ask(_, _, _, _, _, let problem, _, _) = weigh.card
            else { return false }
            return problem != nil
        }
        core.send(.point(event: .materialPicked(material: "cardboard")))
        core.send(.point(event: .grossTyped(text: endless)))
        core.send(.point(event: .addLine))
        try await core.reach("what is wrong with the weight") {
            guard case .weigh(let weigh) = $0 else { return false }
            return weigh.entry.problem != nil && weigh.lines.isEmpty
        }
        core.send(.point(event: .grossTyped(text: "3.2")))
        core.send(.point(event: .addLine))
        try await core.reach("a line") {
            if case .weigh(let weigh) = $0 { weigh.lines.count == 1 } else { false }
        }
        core.close()
        #expect(phone.defects == [])
    }

    @Test func aScriptHalfAnsweredIsThereAfterTheProcessDied() async throws {
        let server = try RealServer(folder: phone.folder)
        defer { server.kill() }
        try await server.start()
        var core: CoreLoop? = try phone.open(server: server.address)
        weak var watched = core
        try await core?.enrol(code: server.code("volunteer"))
        guard let turf = try await core?.takeFirstTurf() else { return }
        core?.send(.turfs(event: .walk(turf: turf)))
        let door: DoorId? = try await core?.screen("the door list") {
            guard case .doors(let list) = $0, list.loading == nil else { return nil }
            return list.doors.first { $0.openLabel != nil }?.door
        }
        core?.send(.turfs(event: .doorPicked(door: try #require(door))))
        core?.send(.turfs(event: .outcomeTapped(outcome: .met)))
        let asked: QuestionView? = try await core?.screen("the script") {
            if case .door(let door) = $0 { door.script?.questions.first } else { nil }
        }
        let question = try #require(asked)
        let choice = try #require(question.choices.last)
        core?.send(
            .turfs(event: .answerPicked(question: question.question, choice: choice.choice)))
        try await core?.reach("the answer") { picked($0, question, choice) }
        core = nil // not closed, only gone
        _ = try await until("the loop is gone") { watched == nil ? true : nil }
        let again = try phone.open(server: server.address)
        again.send(.open(tab: .turfs))
        try await again.reach("what was answered") { picked($0, question, choice) }
        again.close()
        #expect(phone.defects == [])
    }

    private func picked(_ screen: Screen, _ question: QuestionView, _ choice: ChoiceKey) -> Bool {
        guard case .door(let door) = screen, let questions = door.script?.questions else {
            return false
        }
        let asked = questions.first { $0.question == question.question }
        return asked?.choices.first { $0.choice == choice.choice }?.selected == true
    }

    private func findCarton(_ core: WufeiCore) async throws {
        try core.send(event: .start)
        try core.send(event: .lookup(event: .typed(text: "牛奶盒")))
        let _: Bool = try await until("an answer") {
            guard case .lookup(let lookup) = try core.view().screen, case .found = lookup.result
            else { return nil }
            return true
        }
    }

    private func goesOn(_ core: WufeiCore) async throws {
        try core.send(event: .dismissNote)
        try core.send(event: .open(tab: .lookup))
        try core.send(event: .lookup(event: .typed(text: "大骨头")))
        let _: Bool = try await until("the next answer") {
            guard case .lookup(let lookup) = try core.view().screen,
                case .found(let item) = lookup.result
            else { return nil }
            return item.parts.first?.colour == .grey
        }
        #expect(try core.view().note == nil)
    }
}

/// How many of eight threads the core took the same answer from.
private func timesTaken(by core: WufeiCore, _ id: UInt64, _ answer: ShellAnswer) -> Int {
    let taken = Mailbox<UInt64>()
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
        do {
            try core.answer(id: id, answer: answer)
            taken.put(id)
        } catch {} // refused: counted by its absence
    }
    return taken.all.count
}
