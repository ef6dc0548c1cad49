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
        try await core.enrol(code: server.code("volunteer"))
        let turf = try await core.takeFirstTurf()
        core.send(.turfs(event: .walk(turf: turf)))
        let doors: [DoorRow] = try await core.screen("the door list") {
            guard case .doors(let list) = $0, list.loading == nil, list.doors.count >= 3 else {
                return nil
            }
            return list.doors
        }
        server.kill()
        try await core.walk(Array(doors.filter { $0.openLabel != nil }.prefix(3)))
        core.send(.open(tab: .outbox))
        try await core.outbox("three wait") { $0.waiting == 3 }
        try await server.start()
        core.send(.outbox(event: .syncNow))
        try await core.outbox("all sent") { $0.waiting == 0 && $0.attention.isEmpty }
        core.close()
        #expect(phone.defects == [])
    }

    @Test func anAttendantLogsADropOffOfTwoLinesAndItIsSynced() async throws {
        let server = try RealServer(folder: phone.folder)
        defer { server.kill() }
        try await server.start()
        let core = try phone.open(server: server.address)
        try await core.enrol(code: server.code("attendant"))
        try await core.openShift()
        let card: CardNumber = try await core.screen("cards to pick from") {
            guard case .weigh(let weigh) = $0, case .ask(_, _, _, _, _, _, _, let picks) = weigh.card
            else { return nil }
            return picks.first?.card
        }
        core.send(.point(event: .cardPicked(card: card)))
        for (material, weight) in [("cardboard", "3.2"), ("pet_bottle", "1.1")] {
            core.send(.point(event: .materialPicked(material: material)))
            core.send(.point(event: .grossTyped(text: weight)))
        }
        core.send(.point(event: .review))
        let review: ReviewView = try await core.screen("the review") {
            if case .review(let review) = $0 { review } else { nil }
        }
        #expect(review.lines.count == 2)
        #expect(review.estimate.contains("432"), "\(review.estimate)") // 3.2 x 80 + 1.1 x 160
        core.send(.point(event: .confirm))
        try await core.reach("the scale, empty again") {
            guard case .weigh(let weigh) = $0, case .ask = weigh.card else { return false }
            return weigh.lines.isEmpty
        }
        core.send(.open(tab: .outbox))
        core.send(.outbox(event: .syncNow))
        try await core.outbox("all sent") { $0.waiting == 0 && $0.attention.isEmpty }
        core.close()
        #expect(phone.defects == [])
    }
}
