/// What waits to be sent, and what the server refused.
import Core
import Kit

struct OutboxScreen: Part {
    let view: OutboxView
    let send: Send

    var body: some Part {
        Column {
            Panel {
                Words(view.waitingLine, .lead)
                if let line = view.lastLine { Words(line, .quiet) }
                Press(view.actionLabel, .main) {
                    send(.outbox(event: view.running ? .stopSync : .syncNow))
                }
            }
            if let empty = view.empty { Words(empty, .quiet) }
            RecordsPart(heading: view.attentionHeading, rows: view.attention, send: send)
            if let label = view.exportLabel {
                Press(label, sign: .share) { send(.outbox(event: .export)) }
            }
            RecordsPart(heading: view.waitingHeading, rows: view.rows, send: send)
        }
    }
}

struct RecordsPart: Part {
    let heading: String
    let rows: [OutboxRow]
    let send: Send

    var body: some Part {
        if !rows.isEmpty {
            Chapter(heading) {
                Rows(rows, by: \.record) { row in
                    Column {
                        Words(row.what)
                        Words(row.moment, .small)
                        if let problem = row.problem { Signed(.warning, problem, .problem) }
                        if let label = row.withdrawLabel {
                            Press(label, .plain, sign: .close) {
                                send(.outbox(event: .withdraw(record: row.record)))
                            }
                        }
                    }
                }
            }
        }
    }
}
