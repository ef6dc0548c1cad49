/// Turfs to take, and the door list in the order of the walk.
import Core
import Kit

struct TurfsScreen: Part {
    let view: TurfsView
    let send: Send

    var body: some Part {
        Column {
            Chapter(view.mineHeading) {
                if let empty = view.mineEmpty { Words(empty, .quiet) }
                Rows(view.mine, by: \.turf) { turf in
                    Strip {
                        TurfPart(name: turf.name, detail: turf.progress)
                        Press(turf.walkLabel) { send(.turfs(event: .walk(turf: turf.turf))) }
                    }
                }
            }
            Chapter(view.offersHeading) {
                if let line = view.offersLine { Words(line, .quiet) }
                Rows(view.offers, by: \.turf) { turf in
                    Strip {
                        TurfPart(name: turf.name, detail: turf.detail)
                        if let label = turf.takeLabel {
                            Press(label) { send(.turfs(event: .take(turf: turf.turf))) }
                        }
                    }
                }
                Press(view.refreshLabel, enabled: !view.busy) { send(.turfs(event: .refresh)) }
            }
        }
    }
}

struct TurfPart: Part {
    let name: String
    let detail: String

    var body: some Part {
        Column {
            Words(name, .strong)
            Words(detail, .quiet)
        }
    }
}

struct DoorsScreen: Part {
    let view: DoorsView
    let send: Send

    var body: some Part {
        Column {
            Strip {
                Words(view.name, .lead)
                Words(view.progress, .quiet)
            }
            if let loading = view.loading { Words(loading, .quiet) }
            Rows(view.doors, by: \.door) { row in
                DoorPart(row: row, isNext: view.next == row.door, send: send)
            }
            Press(view.proposeLabel) { send(.turfs(event: .openProposal)) }
        }
    }
}

/// One row; where the walk goes on is marked by its weight.
struct DoorPart: Part {
    let row: DoorRow
    let isNext: Bool
    let send: Send

    var body: some Part {
        if let label = row.openLabel {
            PressRow(act: { send(.turfs(event: .doorPicked(door: row.door))) }) {
                DoorFace(row: row, look: isNext ? .lead : .strong)
                Signed(.onward, label)
            }
        } else {
            DoorFace(row: row, look: .quiet)
        }
    }
}

struct DoorFace: Part {
    let row: DoorRow
    let look: Look

    var body: some Part {
        Column {
            Words(row.label, look)
            Signed(row.outcome?.sign ?? .untouched, row.stateWord)
            if let word = row.unsentWord { Words(word, .mark) }
            if let word = row.pairWord { Words(word, .mark) }
        }
    }
}
