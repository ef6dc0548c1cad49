//! The look-up's forms.

use wufei_app::event::LookupEvent;

use super::{BadForm, Fields, Written};

pub(super) fn write(event: &LookupEvent) -> Written {
    match event {
        LookupEvent::Typed { text } => Written::bare("lookup-typed").with("text", text),
        LookupEvent::Picked { item } => Written::bare("lookup-picked").with("item", item),
        LookupEvent::TellUs => Written::bare("lookup-tell-us"),
        LookupEvent::AddPhoto => Written::bare("lookup-add-photo"),
        LookupEvent::RemovePhoto { photo } => {
            Written::bare("lookup-remove-photo").with("photo", photo)
        }
        LookupEvent::ReadAloud => Written::bare("lookup-read-aloud"),
        LookupEvent::Share => Written::bare("lookup-share"),
        LookupEvent::FavouritePicked { on } => Written::bare("lookup-favourite").with("on", on),
        LookupEvent::RecentsEmptied => Written::bare("lookup-recents-emptied"),
        LookupEvent::RecentsRestored => Written::bare("lookup-recents-restored"),
        LookupEvent::Clear => Written::bare("lookup-clear"),
    }
}

pub(super) fn read(name: &str, fields: &Fields) -> Result<Option<Vec<LookupEvent>>, BadForm> {
    let event = match name {
        "typed" => LookupEvent::Typed { text: fields.owned("text")? },
        "picked" => LookupEvent::Picked { item: fields.owned("item")? },
        "tell-us" => LookupEvent::TellUs,
        "add-photo" => LookupEvent::AddPhoto,
        "remove-photo" => LookupEvent::RemovePhoto { photo: fields.parsed("photo")? },
        "read-aloud" => LookupEvent::ReadAloud,
        "share" => LookupEvent::Share,
        "favourite" => LookupEvent::FavouritePicked { on: fields.parsed("on")? },
        "recents-emptied" => LookupEvent::RecentsEmptied,
        "recents-restored" => LookupEvent::RecentsRestored,
        "clear" => LookupEvent::Clear,
        _ => return Ok(None),
    };
    Ok(Some(vec![event]))
}
