/// The gestures that are measured, one a screen. Each turn changes the view.
import Core

struct Gesture: Sendable {
    let screen: String
    /// Opens the screen; whether this device has it.
    let reach: @Sendable (Device) throws -> Bool
    let event: @Sendable (Int) -> UiEvent
}

let gestures = [
    Gesture(
        screen: "look-up",
        reach: { device in
            try device.send(.open(tab: .lookup))
            return try device.reaches { if case .lookup = $0 { true } else { false } }
        },
        event: { .lookup(event: .typed(text: $0 % 2 == 0 ? "牛奶盒" : "大骨头")) }),
    Gesture(
        screen: "weigh",
        reach: { device in
            try device.send(.open(tab: .point))
            return try device.reaches { if case .weigh = $0 { true } else { false } }
        },
        event: { .point(event: .grossTyped(text: $0 % 2 == 0 ? "3.2" : "6.4")) }),
    Gesture(
        screen: "doors",
        reach: { try walkFirstTurf($0) },
        event: { $0 % 2 == 0 ? .turfs(event: .openProposal) : .turfs(event: .cancelProposal) }),
    Gesture(
        screen: "outbox",
        reach: { device in
            try device.send(.open(tab: .outbox))
            return try device.reaches { if case .outbox = $0 { true } else { false } }
        },
        event: { .open(tab: $0 % 2 == 0 ? .lookup : .outbox) }),
    Gesture(
        screen: "settings",
        reach: { device in
            try device.send(.open(tab: .settings))
            return try device.reaches { if case .settings = $0 { true } else { false } }
        },
        event: { .settings(event: .elderPicked(on: $0 % 2 == 0)) }),
]

/// A device may come back at a door or on a walk: both are left first.
private func walkFirstTurf(_ device: Device) throws -> Bool {
    try device.send(.open(tab: .turfs))
    try device.send(.turfs(event: .leaveDoor))
    try device.send(.back)
    var turf: TurfId?
    let found = try device.reaches { screen in
        if case .turfs(let list) = screen { turf = list.mine.first?.turf }
        return turf != nil
    }
    guard found, let turf else { return false }
    try device.send(.turfs(event: .walk(turf: turf)))
    return try device.reaches { screen in
        if case .doors(let list) = screen { list.loading == nil } else { false }
    }
}
