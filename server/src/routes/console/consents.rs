//! The consent register: a household is looked up by a form, so that it stands in no address, and a word
//! is written down by another.

use axum::{
    Extension, Form,
    extract::{State, rejection::FormRejection},
    response::{IntoResponse as _, Response},
};
use schemars::JsonSchema;
use serde::Deserialize;
use wufei_domain::{
    consent::ConsentWord,
    refusal::{Code, Refusal},
};

use super::{
    super::{
        Desk,
        answer::{Refused, mixed_up},
        page::unkept_with_form,
    },
    ConsoleView, Viewed, ask, ended, failed, told, unread,
};
use crate::{
    console::{ConsentSaid, consent_page},
    pages::View,
    service::console::{
        ConsoleRequest, ConsoleResponse,
        consents::{ConsentDesk, WordForm},
        session::SessionToken,
    },
};

/// What comes from the form that looks a household up.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FindForm {
    form: String,
    /// Its id, its number in the village of a lead, or its card.
    household: String,
}

/// What comes from the form at a purpose.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConsentForm {
    form: String,
    /// Whose: a household's id.
    household: String,
    /// For what.
    purpose: String,
    /// `given` or `withdrawn`.
    word: String,
    /// The version of the text that was signed.
    text: String,
}

pub async fn home(
    State(desk): State<Desk>,
    Extension(token): Extension<SessionToken>,
    view: Viewed,
) -> Result<Response, Refused> {
    let (view, _) = ConsoleView::read(view);
    shown(&desk, &token, &view, None, ConsentSaid::Nothing).await
}

pub async fn find(
    State(desk): State<Desk>,
    Extension(token): Extension<SessionToken>,
    view: Viewed,
    form: Result<Form<FindForm>, FormRejection>,
) -> Result<Response, Refused> {
    let (view, _) = ConsoleView::read(view);
    let form = form.map_err(|rejection| unread(&rejection));
    let checked = form.and_then(|Form(form)| match token.check_form(&form.form) {
        Ok(()) => Ok(form.household),
        Err(code) => Err(code.into()),
    });
    match checked {
        Ok(household) => shown(&desk, &token, &view, Some(household), ConsentSaid::Nothing).await,
        Err(refusal) => {
            let said = ConsentSaid::Refused(refusal, String::new());
            shown(&desk, &token, &view, None, said).await
        }
    }
}

pub async fn say(
    State(desk): State<Desk>,
    Extension(token): Extension<SessionToken>,
    view: Viewed,
    form: Result<Form<ConsentForm>, FormRejection>,
) -> Result<Response, Refused> {
    let (view, _) = ConsoleView::read(view);
    let Form(form) = match form {
        Ok(form) => form,
        Err(rejection) => {
            let said = ConsentSaid::Refused(unread(&rejection), String::new());
            return shown(&desk, &token, &view, None, said).await;
        }
    };
    let said = match written(&desk, &token, &form).await {
        Ok(is_given) => ConsentSaid::Said(is_given),
        Err(refusal) => ConsentSaid::Refused(refusal, form.household.clone()),
    };
    shown(&desk, &token, &view, Some(form.household), said).await
}

/// Whether what was written down is a yes.
async fn written(desk: &Desk, token: &SessionToken, form: &ConsentForm) -> Result<bool, Refusal> {
    token.check_form(&form.form)?;
    let given_to = match form.word.parse()? {
        ConsentWord::Given => Some(version(&form.text)?),
        ConsentWord::Withdrawn => None,
    };
    let (household, purpose) = (form.household.parse()?, form.purpose.parse()?);
    let said = WordForm { household, purpose, given_to };
    match ask(desk, ConsoleRequest::Say(token.clone(), said)).await? {
        ConsoleResponse::Said => Ok(given_to.is_some()),
        _ => Err(Code::ServerFailed.into()),
    }
}

fn version(typed: &str) -> Result<u32, Refusal> {
    typed.parse().map_err(|_| {
        let value: String = typed.chars().take(20).collect();
        Refusal::new(Code::BodyMalformed).with("detail", format!("text: {value} is no version"))
    })
}

/// The page with the household that is looked for; without one where that is refused.
async fn shown(
    desk: &Desk,
    token: &SessionToken,
    view: &View,
    household: Option<String>,
    mut said: ConsentSaid,
) -> Result<Response, Refused> {
    let mut asked = ask_desk(desk, token, household.clone()).await?;
    if let (Some(household), Err(refusal)) = (household, &asked) {
        if said == ConsentSaid::Nothing {
            said = ConsentSaid::Refused(refusal.clone(), household);
        }
        asked = ask_desk(desk, token, None).await?;
    }
    let found = match asked {
        Ok(found) => found,
        Err(refusal) if refusal.code == Code::SessionEnded => return Ok(ended(desk, view)),
        Err(refusal) => return Ok(failed(desk, view, &refusal)),
    };
    let words = desk.pages.words(view.language());
    let page = unkept_with_form(consent_page(words, view, &found, &token.form_word(), &said));
    Ok(match said {
        ConsentSaid::Refused(refusal, _) => (told(&refusal), page).into_response(),
        _ => page,
    })
}

async fn ask_desk(
    desk: &Desk,
    token: &SessionToken,
    household: Option<String>,
) -> Result<Result<Box<ConsentDesk>, Refusal>, Refused> {
    match ask(desk, ConsoleRequest::Consents(token.clone(), household)).await {
        Ok(ConsoleResponse::Consents(found)) => Ok(Ok(found)),
        Ok(_) => Err(mixed_up()),
        Err(refusal) => Ok(Err(refusal)),
    }
}
