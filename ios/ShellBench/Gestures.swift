/// The gestures that are measured, one a screen. Each turn brings the whole view over. Where a
/// screen has nothing to type or to toggle, the gesture is the smallest there is: a note that is
/// dismissed.
import Core

struct Gesture: Sendable {
    /// As in the core, in snake case.
    let screen: String
    /// Opens the screen, and gives the events that then take turns on it.
    let reach: @Sendable (Device) throws -> [UiEvent]
}

/// A person's device and its gestures, in this order: each finds what the one before it left.
struct Role: Sendable {
    /// The sub-folder.
    let name: String
    let gestures: [Gesture]
}

let roles = [resident, attendant, volunteer]

private let smallest: [UiEvent] = [.dismissNote]

private let resident = Role(
    name: "resident",
    gestures: [
        Gesture(screen: "lookup") {
            try $0.send(.open(tab: .lookup))
            return [
                .lookup(event: .typed(text: "牛奶盒")), .lookup(event: .typed(text: "电池")),
            ]
        },
        Gesture(screen: "household") {
            try $0.send(.open(tab: .household))
            return smallest
        },
        Gesture(screen: "standing") {
            try $0.send(.open(tab: .standing))
            return smallest
        },
        Gesture(screen: "settings") {
            try $0.send(.open(tab: .settings))
            return [
                .settings(event: .elderPicked(on: true)),
                .settings(event: .elderPicked(on: false)),
            ]
        },
    ])

private let attendant = Role(
    name: "attendant",
    gestures: [
        Gesture(screen: "weigh") {
            try $0.send(.open(tab: .point))
            return [
                .point(event: .grossTyped(text: "3.2")), .point(event: .grossTyped(text: "6.4")),
            ]
        },
        Gesture(screen: "review") { device in
            try device.send(.point(event: .withdraw))
            let picked: (card: CardNumber, material: MaterialId) = try device.screen(
                "a card and a material to pick"
            ) {
                guard case .weigh(let weigh) = $0,
                    case .ask(_, _, _, _, _, _, _, let picks) = weigh.card,
                    let pick = picks.first, let key = weigh.materials.first
                else { return nil }
                return (pick.card, key.material)
            }
            try device.send(.point(event: .cardPicked(card: picked.card)))
            try device.send(.point(event: .materialPicked(material: picked.material)))
            try device.send(.point(event: .grossTyped(text: "3.2")))
            try device.send(.point(event: .review))
            return smallest
        },
        Gesture(screen: "log") {
            try $0.send(.point(event: .edit))
            try $0.send(.point(event: .openLog))
            return smallest
        },
        Gesture(screen: "mend") { device in
            let dropOff: RecordId = try device.screen("a drop-off to mend") {
                guard case .log(let log) = $0 else { return nil }
                return log.rows.first { $0.mendLabel != nil }?.dropOff
            }
            try device.send(.point(event: .mendPicked(dropOff: dropOff)))
            return smallest
        },
        Gesture(screen: "shift") {
            try $0.send(.point(event: .mendCancelled))
            try $0.send(.point(event: .closeLog))
            try $0.send(.point(event: .closeShift))
            return smallest
        },
    ])

private let volunteer = Role(
    name: "volunteer",
    gestures: [
        Gesture(screen: "turfs") {
            try $0.send(.open(tab: .turfs))
            return smallest
        },
        Gesture(screen: "doors") { device in
            let turf: TurfId = try device.screen("a turf to walk") {
                if case .turfs(let list) = $0 { list.mine.first?.turf } else { nil }
            }
            try device.send(.turfs(event: .walk(turf: turf)))
            let door: DoorId = try device.screen("a door to open") {
                guard case .doors(let list) = $0 else { return nil }
                return list.doors.first { $0.openLabel != nil }?.door
            }
            return [.turfs(event: .doorPicked(door: door)), .turfs(event: .leaveDoor)]
        },
        Gesture(screen: "proposal") {
            try $0.send(.turfs(event: .openProposal))
            return [
                .turfs(event: .proposalTyped(label: "合成 1")),
                .turfs(event: .proposalTyped(label: "合成 2")),
            ]
        },
        Gesture(screen: "door") { device in
            try device.send(.turfs(event: .cancelProposal))
            try device.send(.turfs(event: .doorPicked(door: try visited(on: device))))
            return smallest
        },
        Gesture(screen: "visit_void") { device in
            let visit: RecordId = try device.screen("a visit to take back") {
                guard case .door(let door) = $0 else { return nil }
                return door.history.first { $0.voidLabel != nil }?.visit
            }
            try device.send(.turfs(event: .voidPicked(visit: visit)))
            return smallest
        },
        Gesture(screen: "outbox") {
            try $0.send(.open(tab: .outbox))
            return [.open(tab: .outbox)]
        },
    ])

/// A door with a visit behind it, on the list that is shown.
private func visited(on device: Device) throws -> DoorId {
    try device.screen("a door that was visited") {
        guard case .doors(let list) = $0 else { return nil }
        return list.doors.first { $0.outcome != nil && $0.openLabel != nil }?.door
    }
}

/// As in the core, in snake case.
func name(of screen: Screen) -> String {
    switch screen {
    case .starting: "starting"
    case .lookup: "lookup"
    case .lessons: "lessons"
    case .lesson: "lesson"
    case .quiz: "quiz"
    case .quizDone: "quiz_done"
    case .household: "household"
    case .shift: "shift"
    case .weigh: "weigh"
    case .review: "review"
    case .log: "log"
    case .mend: "mend"
    case .turfs: "turfs"
    case .doors: "doors"
    case .door: "door"
    case .proposal: "proposal"
    case .visitVoid: "visit_void"
    case .outbox: "outbox"
    case .standing: "standing"
    case .settings: "settings"
    case .leave: "leave"
    }
}
