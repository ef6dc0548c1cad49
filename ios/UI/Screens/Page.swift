/// The page: what stands around every screen, and which screen stands in it.
import Core
import Kit

/// Raises an event of the core.
public typealias Send = @MainActor (UiEvent) -> Void

public struct Page: Part {
    let view: ViewModel
    let send: Send

    public init(view: ViewModel, send: @escaping Send) {
        self.view = view
        self.send = send
    }

    public var body: some Part {
        Frame(elder: view.elder, language: view.languageTag, name: view.screen.name, tabs: tabs) {
            Column {
                if let label = view.back {
                    Press(label, .plain, sign: .back) { send(view.screen.wayBack) }
                }
                Strip {
                    Words(view.title, .title)
                    if let word = view.synthetic { Words(word, .mark) }
                }
                if let note = view.note { NotePanel(note: note, send: send) }
                ScreenPart(screen: view.screen, send: send)
                if let line = view.syncLine { Words(line, .small) }
            }
        }
    }

    private var tabs: [TabKey] {
        view.tabs.map { link in
            TabKey(
                link.label, sign: link.tab.sign, selected: link.selected, badge: link.badge,
                badgeLabel: link.badgeLabel
            ) { send(.open(tab: link.tab)) }
        }
    }
}

struct NotePanel: Part {
    let note: Note
    let send: Send

    var body: some Part {
        Panel {
            Notice(note.tone.sign, note.text, note.tone == .problem ? .problem : .plain)
            Press(note.dismiss, .plain) { send(.dismissNote) }
        }
    }
}

/// The screens, each in its own file.
struct ScreenPart: Part {
    let screen: Screen
    let send: Send

    var body: some Part {
        switch screen {
        case .starting(let text): Words(text, .quiet)
        case .lookup(let lookup): LookupScreen(view: lookup, send: send)
        case .lessons(let lessons): LessonsScreen(view: lessons, send: send)
        case .lesson(let lesson): LessonScreen(view: lesson, send: send)
        case .quiz(let quiz): QuizScreen(view: quiz, send: send)
        case .quizDone(let done): QuizDoneScreen(view: done, send: send)
        case .household(let household): HouseholdScreen(view: household, send: send)
        case .shift(let shift): ShiftScreen(view: shift, send: send)
        case .weigh(let weigh): WeighScreen(view: weigh, send: send)
        case .review(let review): ReviewScreen(view: review, send: send)
        case .log(let log): LogScreen(view: log, send: send)
        case .mend(let mend): MendScreen(view: mend, send: send)
        case .turfs(let turfs): TurfsScreen(view: turfs, send: send)
        case .doors(let doors): DoorsScreen(view: doors, send: send)
        case .door(let door): DoorScreen(view: door, send: send)
        case .proposal(let proposal): ProposalScreen(view: proposal, send: send)
        case .visitVoid(let void): VoidScreen(view: void, send: send)
        case .outbox(let outbox): OutboxScreen(view: outbox, send: send)
        case .standing(let standing): StandingScreen(view: standing)
        case .settings(let settings): SettingsScreen(view: settings, send: send)
        case .leave(let leave): LeaveScreen(view: leave, send: send)
        }
    }
}

extension Screen {
    /// How the frame knows a new screen from a changed one.
    var name: String {
        switch self {
        case .starting: "starting"
        case .lookup: "lookup"
        case .lessons: "lessons"
        case .lesson(let lesson): "lesson-\(lesson.lesson)"
        case .quiz(let quiz): "quiz-\(quiz.question)"
        case .quizDone: "quiz-done"
        case .household: "household"
        case .shift: "shift"
        case .weigh: "weigh"
        case .review: "review"
        case .log: "log"
        case .mend: "mend"
        case .turfs: "turfs"
        case .doors: "doors"
        case .door(let door): "door-\(door.door)"
        case .proposal: "proposal"
        case .visitVoid: "visit-void"
        case .outbox: "outbox"
        case .standing: "standing"
        case .settings: "settings"
        case .leave: "leave"
        }
    }

    /// What the way back raises.
    var wayBack: UiEvent {
        if case .door = self { return .turfs(event: .leaveDoor) }
        return .back
    }
}
