//! The forms of lessons and quizzes.

use wufei_app::event::{LearningEvent, QuizChoice};

use super::{BadForm, Fields, Written};

pub(super) fn write(event: &LearningEvent) -> Written {
    let bare = Written::bare;
    match event {
        LearningEvent::Open => bare("learning-open"),
        LearningEvent::LessonPicked { lesson } => bare("learning-lesson").with("lesson", lesson),
        LearningEvent::NextPage => bare("learning-next-page"),
        LearningEvent::PreviousPage => bare("learning-previous-page"),
        LearningEvent::QuizPicked { lesson: None } => bare("learning-quiz"),
        LearningEvent::QuizPicked { lesson: Some(lesson) } => {
            bare("learning-quiz").with("lesson", lesson)
        }
        LearningEvent::ChoicePicked { choice } => {
            bare("learning-choice").with("choice", choice.code())
        }
        LearningEvent::Next => bare("learning-next"),
        LearningEvent::ReadAloud => bare("learning-read-aloud"),
        LearningEvent::Finish => bare("learning-finish"),
    }
}

pub(super) fn read(name: &str, fields: &Fields) -> Result<Option<Vec<LearningEvent>>, BadForm> {
    let event = match name {
        "open" => LearningEvent::Open,
        "lesson" => LearningEvent::LessonPicked { lesson: fields.owned("lesson")? },
        "next-page" => LearningEvent::NextPage,
        "previous-page" => LearningEvent::PreviousPage,
        "quiz" => {
            LearningEvent::QuizPicked { lesson: fields.optional("lesson").map(str::to_owned) }
        }
        "choice" => LearningEvent::ChoicePicked {
            choice: fields.one_of("choice", &QuizChoice::ALL, QuizChoice::code)?,
        },
        "next" => LearningEvent::Next,
        "read-aloud" => LearningEvent::ReadAloud,
        "finish" => LearningEvent::Finish,
        _ => return Ok(None),
    };
    Ok(Some(vec![event]))
}
