/// Learning: the lessons, a page of one, a question with the places to choose from, how a round went.
import Core
import Kit

struct LessonsScreen: Part {
    let view: LessonsView
    let send: Send

    var body: some Part {
        Column {
            LessonsHead(view: view, send: send)
            Chapter(view.heading) {
                Rows(view.lessons, by: \.lesson) { lesson in
                    PressRow(act: { send(.learning(event: .lessonPicked(lesson: lesson.lesson))) }) {
                        Words(lesson.title, .strong)
                        Words(lesson.detail, .quiet)
                    }
                }
            }
            if let score = view.score { ScorePart(score: score) }
        }
    }
}

/// What is known of what was answered, and the way to a round of questions.
struct LessonsHead: Part {
    let view: LessonsView
    let send: Send

    var body: some Part {
        Column {
            if let loading = view.loading { Words(loading, .quiet) }
            if let problem = view.problem { Notice(.warning, problem, .problem) }
            if let label = view.againLabel { Press(label) { send(.learning(event: .open)) } }
            if let line = view.quizLine { Words(line, .lead) }
            if let label = view.quizLabel {
                Press(label, .main) { send(.learning(event: .quizPicked(lesson: nil))) }
            }
        }
    }
}

/// The honour score, and that it earns nothing.
struct ScorePart: Part {
    let score: ScoreView

    var body: some Part {
        Figure(score.label, score.number, note: score.note)
    }
}

struct LessonScreen: Part {
    let view: LessonView
    let send: Send

    var body: some Part {
        Column {
            Words(view.progress, .small)
            Words(view.text, .lead)
            if !view.items.isEmpty {
                Chapter(view.itemsHeading) {
                    Rows(view.items, by: \.item) { item in
                        Strip {
                            Words(item.name, .strong)
                            Tag(item.colour.hue, item.colour.sign, item.streamWord)
                        }
                    }
                }
            }
            if let line = view.sourceLine { Words(line, .small) }
            LessonKeys(view: view, send: send)
        }
    }
}

struct LessonKeys: Part {
    let view: LessonView
    let send: Send

    var body: some Part {
        Column {
            if let label = view.nextLabel {
                Press(label, .main) { send(.learning(event: .nextPage)) }
            }
            if let label = view.quizLabel {
                Press(label, .main) { send(.learning(event: .quizPicked(lesson: view.lesson))) }
            }
            if let label = view.previousLabel {
                Press(label) { send(.learning(event: .previousPage)) }
            }
            Press(view.readAloudLabel, .plain, sign: .speaker) {
                send(.learning(event: .readAloud))
            }
        }
    }
}

struct QuizScreen: Part {
    let view: QuizView
    let send: Send

    var body: some Part {
        Column {
            if let intro = view.intro { Words(intro) }
            Words(view.progress, .small)
            Words(view.name, .title)
            if let about = view.about { Words(about, .lead) }
            Words(view.ask)
            if let outcome = view.outcome { OutcomePart(outcome: outcome, send: send) }
            Rows(view.choices, by: \.choice) { key in
                ChoicePart(key: key, isOpen: view.outcome == nil, send: send)
            }
        }
    }
}

/// A place to choose; once the question is answered, what was picked and what is right.
struct ChoicePart: Part {
    let key: PlaceKey
    let isOpen: Bool
    let send: Send

    var body: some Part {
        if isOpen {
            PressRow(act: { send(.learning(event: .choicePicked(choice: key.choice))) }) {
                Tag(key.colour.hue, key.colour.sign, key.label)
            }
        } else {
            Strip {
                Tag(key.colour.hue, key.colour.sign, key.label)
                if let mark = key.mark { Words(mark, .mark) }
            }
        }
    }
}

struct OutcomePart: Part {
    let outcome: QuizOutcome
    let send: Send

    var body: some Part {
        Column {
            Panel {
                Notice(outcome.isRight ? .check : .info, outcome.verdict, .lead)
                Band(
                    outcome.colour.hue, outcome.colour.sign, name: nil, line: outcome.binLine)
                Words(outcome.explanation)
                Words(outcome.sourceLine, .small)
            }
            Press(outcome.nextLabel, .main) { send(.learning(event: .next)) }
            Press(outcome.readAloudLabel, .plain, sign: .speaker) {
                send(.learning(event: .readAloud))
            }
        }
    }
}

struct QuizDoneScreen: Part {
    let view: QuizDoneView
    let send: Send

    var body: some Part {
        Column {
            Words(view.text, .lead)
            if let hint = view.hint { Words(hint, .quiet) }
            if let score = view.score { ScorePart(score: score) }
            Press(view.finishLabel, .main) { send(.learning(event: .finish)) }
            if let label = view.againLabel {
                Press(label) { send(.learning(event: .quizPicked(lesson: view.againLesson))) }
            }
        }
    }
}
