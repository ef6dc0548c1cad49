/// At the scale: whose card, the keys, the line being typed, the lines so far.
import Core
import Kit

struct WeighScreen: Part {
    let view: WeighView
    let send: Send

    var body: some Part {
        Column {
            Strip {
                Words(view.pointName, .strong)
                Words(view.shiftLine, .quiet)
                Press(view.logLabel, .plain) { send(.point(event: .openLog)) }
            }
            CardStepPart(step: view.card, send: send)
            EntryPart(view: view, send: send)
            SumPart(view: view, send: send)
            Press(view.closeShiftLabel, .plain) { send(.point(event: .closeShift)) }
        }
    }
}

struct CardStepPart: Part {
    let step: CardStep
    let send: Send

    var body: some Part {
        switch step {
        case .known(let label, let number, let changeLabel):
            Panel {
                Strip {
                    Words(label, .strong)
                    Words(number, .quiet)
                    Press(changeLabel, .plain) { send(.point(event: .forgetCard)) }
                }
            }
        case .ask(
            let heading, let typed, let fieldLabel, let enterLabel, let scanLabel, let problem,
            let pickHeading, let picks):
            Panel {
                Words(heading, .heading)
                Field(
                    fieldLabel, typed: typed, problem: problem, .digits,
                    changed: { send(.point(event: .cardTyped(text: $0))) },
                    entered: { send(.point(event: .cardEntered)) })
                Press(enterLabel) { send(.point(event: .cardEntered)) }
                Press(scanLabel, .plain, sign: .camera) { send(.point(event: .scanCard)) }
                if !picks.isEmpty { PicksPart(heading: pickHeading, picks: picks, send: send) }
            }
        }
    }
}

struct PicksPart: Part {
    let heading: String
    let picks: [CardPick]
    let send: Send

    var body: some Part {
        Fold(heading) {
            Rows(picks, by: \.card) { pick in
                PressRow(act: { send(.point(event: .cardPicked(card: pick.card))) }) {
                    Words(pick.label, .strong)
                    Words(pick.number, .quiet)
                }
            }
        }
    }
}

struct EntryPart: Part {
    let view: WeighView
    let send: Send

    var body: some Part {
        Panel {
            Words(view.materialsHeading, .heading)
            Keys(view.materials, by: \.material) { key in
                Key(key.name, note: key.rate, selected: key.selected) {
                    send(.point(event: .materialPicked(material: key.material)))
                }
            }
            WeightsPart(entry: view.entry, send: send)
            Words(view.entry.gradeLabel, .strong)
            Keys(view.entry.grades, by: \.grade) { key in
                Key(key.label, selected: key.selected) {
                    send(.point(event: .gradePicked(grade: key.grade)))
                }
            }
            Press(view.entry.addLabel) { send(.point(event: .addLine)) }
        }
    }
}

struct WeightsPart: Part {
    let entry: LineEntry
    let send: Send

    var body: some Part {
        Column {
            Keys(entry.units, by: \.unit) { key in
                Key(key.label, selected: key.selected) {
                    send(.point(event: .unitPicked(unit: key.unit)))
                }
            }
            Strip {
                Field(
                    entry.grossLabel, typed: entry.gross, problem: entry.problem, .weight,
                    changed: { send(.point(event: .grossTyped(text: $0))) })
                Field(
                    entry.tareLabel, typed: entry.tare, .weight,
                    changed: { send(.point(event: .tareTyped(text: $0))) })
            }
        }
    }
}

struct SumPart: Part {
    let view: WeighView
    let send: Send

    var body: some Part {
        Panel {
            Words(view.linesHeading, .heading)
            Rows(view.lines, by: \.index) { row in
                Column {
                    LinePart(row: row)
                    Press(row.removeLabel, .plain, sign: .close) {
                        send(.point(event: .removeLine(index: row.index)))
                    }
                }
            }
            Words(view.estimateLine, .lead)
            if view.canReview {
                Press(view.reviewLabel, .main) { send(.point(event: .review)) }
            }
            Press(view.withdrawLabel, .plain) { send(.point(event: .withdraw)) }
        }
    }
}

/// A line as it was entered.
struct LinePart: Part {
    let row: LineRow

    var body: some Part {
        Together {
            Strip {
                Column {
                    Words("\(row.material) \(row.net)", .strong)
                    Words(row.detail, .small)
                }
                Words(row.points, .strong)
            }
        }
    }
}
