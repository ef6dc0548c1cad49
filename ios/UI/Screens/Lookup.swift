/// The look-up: a field, and below it the answer as a card a bin.
import Core
import Kit

struct LookupScreen: Part {
    let view: LookupView
    let send: Send

    var body: some Part {
        Column {
            Field(
                view.fieldLabel, typed: view.typed, hint: view.fieldHint, .search,
                changed: { send(.lookup(event: .typed(text: $0))) })
            if !view.typed.isEmpty {
                Press(view.clearLabel, .plain) { send(.lookup(event: .clear)) }
            }
            AnswerPart(result: view.result, send: send)
            if let label = view.learnLabel {
                Press(label) { send(.learning(event: .open)) }
            }
            Words(view.rulebookLine, .small)
        }
    }
}

struct AnswerPart: Part {
    let result: LookupResult
    let send: Send

    var body: some Part {
        switch result {
        case .empty(let heading, let examples):
            LinksPart(heading: heading, items: examples, send: send)
        case .candidates(let heading, let items):
            LinksPart(heading: heading, items: items, send: send)
        case .found(let item):
            ItemPart(item: item, send: send)
        case .guess(let guess, let nearestHeading, let nearest, let tellUs, let told):
            GuessPart(guess: guess)
            TellingPart(tellUs: tellUs, told: told, send: send)
            if !nearest.isEmpty {
                LinksPart(heading: nearestHeading, items: nearest, send: send)
            }
        case .unknown(let text, let nearestHeading, let nearest, let tellUs, let told):
            Panel {
                Words(text, .lead)
                TellingPart(tellUs: tellUs, told: told, send: send)
            }
            if !nearest.isEmpty {
                LinksPart(heading: nearestHeading, items: nearest, send: send)
            }
        }
    }
}

/// The way to tell us of a word, or that it is told.
struct TellingPart: Part {
    let tellUs: String?
    let told: String?
    let send: Send

    var body: some Part {
        if let told { Signed(.check, told) }
        if let tellUs { Press(tellUs, .main) { send(.lookup(event: .tellUs)) } }
    }
}

/// A guess: that it is one stands first, above the bin.
struct GuessPart: Part {
    let guess: GuessCard

    var body: some Part {
        Panel {
            Words(guess.mark, .lead)
            Band(guess.colour.hue, guess.colour.sign, name: nil, line: guess.binLine)
            Words(guess.grounds)
            if let sureness = guess.sureness { Words(sureness, .small) }
        }
    }
}

struct LinksPart: Part {
    let heading: String
    let items: [ItemLink]
    let send: Send

    var body: some Part {
        Chapter(heading) {
            Rows(items, by: \.item) { item in
                PressRow(act: { send(.lookup(event: .picked(item: item.item))) }) {
                    Words(item.name, .strong)
                    Tag(item.colour.hue, item.colour.sign, item.streamWord)
                }
            }
        }
    }
}

struct ItemPart: Part {
    let item: ItemCard
    let send: Send

    var body: some Part {
        Column {
            Words(item.name, .title)
            Strip {
                Press(item.readAloudLabel, .plain, sign: .speaker) {
                    send(.lookup(event: .readAloud))
                }
                Press(item.shareLabel, .plain, sign: .share) { send(.lookup(event: .share)) }
            }
            Rows(item.parts, by: \.self) { BinPart(part: $0) }
        }
    }
}

struct BinPart: Part {
    let part: PartCard

    var body: some Part {
        Panel {
            Band(part.colour.hue, part.colour.sign, name: part.name, line: part.binLine)
            Words(part.reasonHeading, .strong)
            Words(part.reason)
            if !part.preparation.isEmpty {
                Words(part.preparationHeading, .strong)
                Rows(part.preparation, by: \.self) { Words($0) }
            }
            Words("\(part.sourceHeading) \(part.source)", .small)
        }
    }
}
