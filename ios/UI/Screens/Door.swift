/// One door: outcome, script, photos, history; a door to propose; a visit to void.
import Core
import Kit

struct DoorScreen: Part {
    let view: DoorView
    let send: Send

    var body: some Part {
        Column {
            Words(view.label, .title)
            Words(view.question)
            Keys(view.outcomes, by: \.outcome) { key in
                Key(key.label, sign: key.outcome.sign, selected: key.selected) {
                    send(.turfs(event: .outcomeTapped(outcome: key.outcome)))
                }
            }
            if let script = view.script { ScriptPart(view: script, send: send) }
            if let photos = view.photos {
                PhotosPart(view: photos) {
                    send(.turfs(event: .addPhoto))
                } remove: {
                    send(.turfs(event: .removePhoto(photo: $0)))
                }
            }
            Chapter(view.historyHeading) {
                if let empty = view.historyEmpty { Words(empty, .quiet) }
                Rows(view.history, by: \.visit) { row in
                    Column {
                        VisitPart(row: row)
                        if let label = row.voidLabel {
                            Press(label, .plain) {
                                send(.turfs(event: .voidPicked(visit: row.visit)))
                            }
                        }
                    }
                }
            }
        }
    }
}

struct ScriptPart: Part {
    let view: ScriptView
    let send: Send

    var body: some Part {
        Panel {
            Words(view.heading, .heading)
            Rows(view.questions, by: \.question) { asked in
                Column {
                    Words(asked.text)
                    Keys(asked.choices, by: \.choice) { key in
                        Key(key.label, selected: key.selected) {
                            send(
                                .turfs(
                                    event: .answerPicked(
                                        question: asked.question, choice: key.choice)))
                        }
                    }
                }
            }
            Press(view.saveLabel, .main) { send(.turfs(event: .saveVisit)) }
        }
    }
}

struct VisitPart: Part {
    let row: VisitRow

    var body: some Part {
        Together {
            Words(row.outcomeWord, row.voidWord == nil ? .strong : .struck)
            Words("\(row.byWord) · \(row.moment)", .small)
            if let word = row.unsentWord { Words(word, .mark) }
            if let word = row.voidWord { Words(word, .mark) }
            if let word = row.pairWord { Words(word, .mark) }
        }
    }
}

struct ProposalScreen: Part {
    let view: ProposalView
    let send: Send

    var body: some Part {
        Column {
            Words(view.text)
            Field(
                view.fieldLabel, typed: view.typed, problem: view.problem,
                changed: { send(.turfs(event: .proposalTyped(label: $0))) },
                entered: { send(.turfs(event: .sendProposal)) })
            Words(view.fieldHint, .small)
            Press(view.sendLabel, .main) { send(.turfs(event: .sendProposal)) }
            Press(view.cancelLabel, .plain) { send(.turfs(event: .cancelProposal)) }
        }
    }
}

struct VoidScreen: Part {
    let view: VoidView
    let send: Send

    var body: some Part {
        Column {
            VisitPart(row: view.row)
            Chapter(view.question) {
                Words(view.hint, .quiet)
                Keys(view.reasons, by: \.reason, single: true) { key in
                    Key(key.label) { send(.turfs(event: .voidConfirmed(reason: key.reason))) }
                }
            }
            Press(view.cancelLabel, .plain) { send(.turfs(event: .voidCancelled)) }
        }
    }
}
