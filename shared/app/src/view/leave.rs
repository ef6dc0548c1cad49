//! Before the phone is handed to somebody else: who leaves it, what stays, and whether it can be.

use serde::Serialize;

use super::Scene;
use crate::model::leaving::Leaving;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LeaveView {
    /// Who is enrolled now.
    pub role: String,
    pub label: String,
    pub community: String,
    pub question: String,
    pub hint: String,
    /// How many records wait to be sent, and what becomes of them.
    pub kept: String,
    /// The same of those that were refused, if there are any.
    pub attention: Option<String>,
    /// Why it cannot be now.
    pub problem: Option<String>,
    /// Said once it was confirmed: only cancelling is taken until then.
    pub busy: Option<String>,
    /// `None` while it cannot be.
    pub confirm_label: Option<String>,
    pub cancel_label: String,
}

/// `None` when nobody asked for it, or nobody is enrolled.
pub(super) fn view(scene: &Scene<'_>) -> Option<LeaveView> {
    let model = scene.model;
    let who = model.identity.as_ref().filter(|_| model.leaving != Leaving::No)?;
    let counts = model.counts;
    let refused = model.leaving_refused();
    let attention = (counts.needs_attention > 0)
        .then(|| scene.counted("leave-attention", counts.needs_attention));
    Some(LeaveView {
        role: scene.text(&format!("role-{}", who.role.code())),
        label: who.label.clone(),
        community: who.community_name.clone(),
        question: scene.text("leave-question"),
        hint: scene.text("leave-hint"),
        kept: scene.counted("leave-kept", counts.waiting),
        attention,
        problem: refused.as_ref().map(|refusal| scene.words.refusal(refusal)),
        busy: model.leaving.takes_nothing_but_cancel().then(|| scene.text("leave-waiting")),
        confirm_label: refused.is_none().then(|| scene.text("leave-confirm")),
        cancel_label: scene.text("app-cancel"),
    })
}
