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
            if let points = view.points { PointsPart(view: points, send: send) }
            AnswerPart(result: view.result, send: send)
            if let photos = view.photos {
                PhotosPart(view: photos) {
                    send(.lookup(event: .addPhoto))
                } remove: {
                    send(.lookup(event: .removePhoto(photo: $0)))
                }
            }
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
        case .empty(let kept, let heading, let examples):
            KeptPart(kept: kept, send: send)
            LinksPart(heading: heading, items: examples, send: send)
        case .pointsOnly:
            Column {}
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

/// Favourites, then what was looked up lately, with the way to empty that list and to put it back.
struct KeptPart: Part {
    let kept: KeptView
    let send: Send

    var body: some Part {
        if !kept.favourites.isEmpty {
            LinksPart(heading: kept.favouritesHeading, items: kept.favourites, send: send)
        }
        if !kept.recents.isEmpty {
            LinksPart(heading: kept.recentsHeading, items: kept.recents, send: send)
        }
        if let label = kept.emptyLabel {
            Press(label, .plain, sign: .close) { send(.lookup(event: .recentsEmptied)) }
        }
        if let emptied = kept.emptied { Notice(.check, emptied) }
        if let label = kept.restoreLabel {
            Press(label) { send(.lookup(event: .recentsRestored)) }
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
                Press(
                    item.favouriteLabel, .plain, sign: item.isFavourite ? .starred : .star,
                    selected: item.isFavourite
                ) { send(.lookup(event: .favouritePicked(on: !item.isFavourite))) }
                Press(item.readAloudLabel, .plain, sign: .speaker) {
                    send(.lookup(event: .readAloud))
                }
                Press(item.shareLabel, .plain, sign: .share) { send(.lookup(event: .share)) }
            }
            if let apart = item.apart { ApartPart(name: item.name, apart: apart) }
            Rows(item.parts, by: \.self) { BinPart(part: $0) }
            if let points = item.points { PointsPart(view: points, send: send) }
        }
    }
}

/// A thing taken apart: its name, and a branch a piece.
struct ApartPart: Part {
    let name: String
    let apart: ApartView

    var body: some Part {
        Panel {
            Words(apart.heading, .heading)
            Words(name, .strong)
            Branches(apart.pieces, by: \.name) { PiecePart(piece: $0) }
        }
    }
}

struct PiecePart: Part {
    let piece: ApartPiece

    var body: some Part {
        if piece.branches.count == 1, let only = piece.branches.first, only.condition == nil {
            BranchPart(name: piece.name, branch: only)
        } else {
            Words(piece.name, .strong)
            Branches(piece.branches, by: \.part) { BranchPart(name: $0.condition, branch: $0) }
        }
    }
}

struct BranchPart: Part {
    let name: String?
    let branch: ApartBranch

    var body: some Part {
        Together {
            if let name { Words(name) }
            Tag(branch.colour.hue, branch.colour.sign, branch.binLine)
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
