/// How the villages stand.
import Core
import Kit

struct StandingScreen: Part {
    let view: StandingView

    var body: some Part {
        Column {
            Words(view.howLine, .small)
            if let line = view.asOfLine { Words(line, .small) }
            if let empty = view.empty { Words(empty, .quiet) }
            Rows(view.rows, by: \.self) { PlacePart(row: $0) }
            if !view.suppressed.isEmpty {
                Chapter(view.suppressedHeading) {
                    Rows(view.suppressed, by: \.self) { row in
                        Column {
                            Words(row.name, .strong)
                            Words(row.why, .quiet)
                        }
                    }
                }
            }
        }
    }
}

struct PlacePart: Part {
    let row: StandingRow

    var body: some Part {
        Together {
            Strip {
                Words(row.rank, .strong)
                Column {
                    Words(row.name, row.own ? .strong : .plain)
                    if let word = row.ownWord { Words(word, .mark) }
                }
                Column {
                    Words(row.perHousehold)
                    Words(row.participation, .quiet)
                }
            }
        }
    }
}
