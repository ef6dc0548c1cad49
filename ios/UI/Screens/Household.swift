/// My household: card, points, drop-offs, rates, the village's place.
import Core
import Kit

struct HouseholdScreen: Part {
    let view: HouseholdView
    let send: Send

    var body: some Part {
        Column {
            Words("\(view.label) · \(view.communityName)", .lead)
            CardPart(card: view.card)
            Panel {
                Figure(view.bookedLabel, view.booked, note: view.bookedWorth)
                Figure(view.pendingLabel, view.pending)
            }
            PointsPart(view: view.points, send: send)
            Chapter(view.standingHeading) { Words(view.standingLine) }
            Chapter(view.dropOffsHeading) {
                if let empty = view.dropOffsEmpty { Words(empty, .quiet) }
                Rows(view.dropOffs, by: \.record) { DropOffPart(row: $0) }
            }
            Chapter(view.ratesHeading) {
                Words(view.ratesLine, .small)
                Rows(view.rates, by: \.material) { rate in
                    Together {
                        Strip {
                            Words(rate.material, .strong)
                            Words(rate.rate)
                        }
                    }
                }
            }
        }
    }
}

/// Where to bring it, and how far that is once the person asked.
struct PointsPart: Part {
    let view: PointsView
    let send: Send

    var body: some Part {
        Chapter(view.heading) {
            if let empty = view.empty { Words(empty, .quiet) }
            Rows(view.rows, by: \.name) { row in
                Together {
                    Strip {
                        Column {
                            Words(row.name, .strong)
                            Words(row.hours, .quiet)
                        }
                        if let distance = row.distance { Words(distance) }
                    }
                }
            }
            if let label = view.locateLabel {
                Press(label, .plain, sign: .place) { send(.household(event: .locate)) }
            }
            if let hint = view.locateHint { Words(hint, .small) }
        }
    }
}

struct CardPart: Part {
    let card: CardView

    var body: some Part {
        Panel {
            Words(card.heading, .heading)
            Qr(
                side: Int(card.qr.size), dark: card.qr.modules.map { $0 == "1" },
                label: card.qrLabel)
            Words(card.numberLabel, .small)
            Words(card.number, .lead)
            Words(card.hint, .small)
        }
    }
}

struct DropOffPart: Part {
    let row: DropOffRow

    var body: some Part {
        Together {
            Strip {
                Column {
                    Words(row.lines)
                    Words(row.moment, .small)
                }
                Column {
                    Words(row.points, isTakenBack ? .struck : .strong)
                    Words(row.stateWord, .small)
                }
            }
        }
    }

    /// Whether the points are struck through; the state's word says it too.
    private var isTakenBack: Bool {
        switch row.state {
        case .voided, .corrected: true
        case .pending, .booked: false
        }
    }
}
