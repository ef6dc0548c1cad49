/// What people do on the way, for more than one journey.
import Testing

@testable import Core

extension CoreLoop {
    func enrol(code: String) async throws {
        send(.open(tab: .settings))
        send(.settings(event: .codeTyped(text: code)))
        send(.settings(event: .enrol))
        try await reach("enrolled") {
            guard case .settings(let settings) = $0, case .done = settings.enrolment else {
                return false
            }
            return true
        }
    }

    func takeFirstTurf() async throws -> TurfId {
        send(.open(tab: .turfs))
        send(.turfs(event: .refresh))
        let turf: TurfId = try await screen("turfs on offer") {
            guard case .turfs(let list) = $0 else { return nil }
            return list.offers.first { $0.takeLabel != nil }?.turf
        }
        send(.turfs(event: .take(turf: turf)))
        try await passIntro()
        try await reach("the turf on the phone") {
            guard case .turfs(let list) = $0, list.mine.contains(where: { $0.turf == turf }) else {
                return false
            }
            return true
        }
        #expect(view.note?.tone != .problem)
        return turf
    }

    /// The questions before a first turf. Whoever does not know an answer reads it and knows it when
    /// the question comes again.
    func passIntro() async throws {
        var known: [UInt32: QuizChoice] = [:]
        try await reach("a question") { if case .quiz = $0 { true } else { false } }
        while case .quiz(let quiz) = view.screen {
            let choice = known[quiz.question] ?? .residual
            send(.learning(event: .choicePicked(choice: choice)))
            let right: QuizChoice = try await screen("what the answer comes to") {
                guard case .quiz(let answered) = $0, answered.outcome != nil else { return nil }
                return answered.choices.first { $0.right }?.choice
            }
            known[quiz.question] = right
            send(.learning(event: .next))
            try await reach("the next question") {
                if case .quiz(let next) = $0 { next.outcome == nil } else { true }
            }
        }
        send(.learning(event: .finish))
    }

    func walk(_ doors: [DoorRow]) async throws {
        let outcomes: [Outcome] = [.notHome, .refused, .noAccess]
        for (index, (door, outcome)) in zip(doors, outcomes).enumerated() {
            send(.turfs(event: .doorPicked(door: door.door)))
            try await reach("the door") {
                guard case .door(let shown) = $0, shown.door == door.door else { return false }
                return true
            }
            send(.turfs(event: .outcomeTapped(outcome: outcome)))
            try await reach("visit \(index + 1) on the list") {
                guard case .doors(let list) = $0,
                    list.doors.filter({ $0.unsent }).count == index + 1
                else { return false }
                return true
            }
        }
    }

    func outbox(_ what: String, _ holds: (OutboxView) -> Bool) async throws {
        try await reach(what) {
            guard case .outbox(let outbox) = $0, holds(outbox) else { return false }
            return true
        }
    }

    /// After `enrol` as an attendant.
    func openShift() async throws {
        send(.open(tab: .point))
        try await reach("a shift to open") {
            if case .shift(let shift) = $0 { shift.openLabel != nil } else { false }
        }
        send(.point(event: .openShift))
        try await reach("the scale") {
            if case .weigh = $0 { true } else { false }
        }
    }
}
