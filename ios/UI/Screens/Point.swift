/// The recycling point beside the scale: shift, review, log, mending.
import Core
import Kit

struct ShiftScreen: Part {
    let view: ShiftView
    let send: Send

    var body: some Part {
        Column {
            Panel {
                Words(view.pointName, .heading)
                Words(view.hours, .quiet)
                Words(view.text)
                if let label = view.openLabel {
                    Press(label, .main) { send(.point(event: .openShift)) }
                }
            }
            Press(view.logLabel, .plain) { send(.point(event: .openLog)) }
        }
    }
}

struct ReviewScreen: Part {
    let view: ReviewView
    let send: Send

    var body: some Part {
        Column {
            Chapter(view.household) {
                Words(view.cardNumber)
                Rows(view.lines, by: \.index) { LinePart(row: $0) }
            }
            Panel {
                Figure(view.totalLabel, view.total)
                Figure(view.estimateLabel, view.estimate, note: view.estimateHint)
                Press(view.confirmLabel, .main) { send(.point(event: .confirm)) }
                Press(view.editLabel) { send(.point(event: .edit)) }
            }
        }
    }
}

struct LogScreen: Part {
    let view: LogView
    let send: Send

    var body: some Part {
        Column {
            if let empty = view.empty { Words(empty, .quiet) }
            Rows(view.rows, by: \.dropOff) { row in
                Column {
                    LogPart(row: row)
                    if let label = row.mendLabel {
                        Press(label) { send(.point(event: .mendPicked(dropOff: row.dropOff))) }
                    }
                }
            }
            Press(view.closeLabel) { send(.point(event: .closeLog)) }
        }
    }
}

struct LogPart: Part {
    let row: LogRow

    var body: some Part {
        Together {
            Strip {
                Column {
                    Words(row.household, .strong)
                    Words(row.moment, .small)
                    Words(row.lines)
                    Words(row.stateWord, .small)
                }
                Words(row.points, .strong)
            }
        }
    }
}

struct MendScreen: Part {
    let view: MendView
    let send: Send

    var body: some Part {
        Column {
            LogPart(row: view.row)
            Chapter(view.question) {
                Words(view.hint, .quiet)
                Keys(view.reasons, by: \.reason, single: true) { key in
                    Key(key.label) { send(.point(event: .mendConfirmed(reason: key.reason))) }
                }
            }
            Press(view.cancelLabel, .plain) { send(.point(event: .mendCancelled)) }
        }
    }
}
