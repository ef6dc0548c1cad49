/// Language, elder mode, enrolment, and the way out of it.
import Core
import Kit

struct SettingsScreen: Part {
    let view: SettingsView
    let send: Send

    var body: some Part {
        Column {
            Chapter(view.languageHeading) {
                Keys(view.languages, by: \.language) { key in
                    Key(key.label, selected: key.selected) {
                        send(.settings(event: .languagePicked(language: key.language)))
                    }
                }
            }
            Switch(view.elderLabel, hint: view.elderHint, on: view.elder) {
                send(.settings(event: .elderPicked(on: $0)))
            }
            Panel {
                Words(view.enrolmentHeading, .heading)
                EnrolmentPart(view: view.enrolment, send: send)
            }
            Strip {
                Words(view.serverLabel, .strong)
                Words(view.server, .quiet)
            }
            Words(view.about, .small)
        }
    }
}

struct EnrolmentPart: Part {
    let view: EnrolmentView
    let send: Send

    var body: some Part {
        switch view {
        case .done(let role, let label, let community, let leaveLabel):
            Words(role, .lead)
            Words(label)
            Words(community, .quiet)
            Press(leaveLabel) { send(.settings(event: .leavePicked)) }
        case .ask(
            let text, let typed, let fieldLabel, let fieldHint, let enrolLabel, let busy,
            let problem):
            Words(text)
            Field(
                fieldLabel, typed: typed, problem: problem, .code,
                changed: { send(.settings(event: .codeTyped(text: $0))) },
                entered: { send(.settings(event: .enrol)) })
            Words(fieldHint, .small)
            Press(enrolLabel, .main, enabled: !busy) { send(.settings(event: .enrol)) }
        }
    }
}

/// Before the phone is handed to somebody else.
struct LeaveScreen: Part {
    let view: LeaveView
    let send: Send

    var body: some Part {
        Column {
            Panel {
                Words(view.role, .lead)
                Words(view.label)
                Words(view.community, .quiet)
            }
            Chapter(view.question) {
                Words(view.hint)
                Words(view.kept)
                if let line = view.attention { Words(line) }
                if let problem = view.problem { Signed(.warning, problem, .problem) }
                if let line = view.busy { Words(line, .quiet) }
                if let label = view.confirmLabel {
                    Press(label, .main, enabled: view.busy == nil) {
                        send(.settings(event: .leaveConfirmed))
                    }
                }
            }
            Press(view.cancelLabel, .plain) { send(.settings(event: .leaveCancelled)) }
        }
    }
}
