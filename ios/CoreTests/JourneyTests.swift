/// A volunteer's evening through the real Rust core and the real server, as a phone would run it.
import Foundation
import Testing

@testable import Core

@Suite(.serialized) @MainActor
struct JourneyTests {
    let phone: Phone

    init() throws { phone = try Phone() }

    @Test func theLookUpNeedsNoServerAndNoEnrolment() async throws {
        let core = try phone.open()
        core.send(.lookup(event: .typed(text: "牛奶盒")))
        let part: PartCard = try await core.screen("an answer") {
            guard case .lookup(let lookup) = $0, case .found(let item) = lookup.result else {
                return nil
            }
            return item.parts.first
        }
        #expect(part.colour == .blue)
        #expect(part.binLine.contains("可回收物"))
        core.send(.lookup(event: .readAloud)) // no voice here: the core must go on
        core.send(.lookup(event: .clear))
        try await core.reach("an empty field") {
            guard case .lookup(let lookup) = $0, case .empty = lookup.result else { return false }
            return true
        }
        core.close()
        #expect(phone.defects == [])
    }

    @Test func aVolunteerWalksThreeDoorsWithTheServerAwayAndSyncs() async throws {
        let server = try RealServer(folder: phone.folder)
        defer { server.kill() }
        try await server.start()
        let core = try phone.open(server: server.address)
        try await enrol(core, code: server.code("volunteer"))
        let turf = try await takeFirstTurf(core)
        core.send(.turfs(event: .walk(turf: turf)))
        let doors: [DoorRow] = try await core.screen("the door list") {
            guard case .doors(let list) = $0, list.loading == nil, list.doors.count >= 3 else {
                return nil
            }
            return list.doors
        }
        server.kill()
        try await walk(core, Array(doors.filter { $0.openLabel != nil }.prefix(3)))
        core.send(.open(tab: .outbox))
        try await outbox(core, "three wait") { $0.waiting == 3 }
        try await server.start()
        core.send(.outbox(event: .syncNow))
        try await outbox(core, "all sent") { $0.waiting == 0 && $0.attention.isEmpty }
        core.close()
        #expect(phone.defects == [])
    }

    private func enrol(_ core: CoreLoop, code: String) async throws {
        core.send(.open(tab: .settings))
        core.send(.settings(event: .codeTyped(text: code)))
        core.send(.settings(event: .enrol))
        try await core.reach("enrolled") {
            guard case .settings(let settings) = $0, case .done = settings.enrolment else {
                return false
            }
            return true
        }
    }

    private func takeFirstTurf(_ core: CoreLoop) async throws -> TurfId {
        core.send(.open(tab: .turfs))
        core.send(.turfs(event: .refresh))
        let turf: TurfId = try await core.screen("turfs on offer") {
            guard case .turfs(let list) = $0 else { return nil }
            return list.offers.first { $0.takeLabel != nil }?.turf
        }
        core.send(.turfs(event: .take(turf: turf)))
        try await core.reach("the turf on the phone") {
            guard case .turfs(let list) = $0, list.mine.contains(where: { $0.turf == turf }) else {
                return false
            }
            return true
        }
        #expect(core.view.note?.tone != .problem)
        return turf
    }

    private func walk(_ core: CoreLoop, _ doors: [DoorRow]) async throws {
        let outcomes: [Outcome] = [.notHome, .refused, .noAccess]
        for (index, (door, outcome)) in zip(doors, outcomes).enumerated() {
            core.send(.turfs(event: .doorPicked(door: door.door)))
            try await core.reach("the door") {
                guard case .door(let shown) = $0, shown.door == door.door else { return false }
                return true
            }
            core.send(.turfs(event: .outcomeTapped(outcome: outcome)))
            try await core.reach("visit \(index + 1) on the list") {
                guard case .doors(let list) = $0,
                    list.doors.filter({ $0.unsent }).count == index + 1
                else { return false }
                return true
            }
        }
    }

    private func outbox(
        _ core: CoreLoop, _ what: String, _ holds: (OutboxView) -> Bool
    ) async throws {
        try await core.reach(what) {
            guard case .outbox(let outbox) = $0, holds(outbox) else { return false }
            return true
        }
    }
}
