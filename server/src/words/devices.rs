//! Orders about devices.

use wufei_domain::lost::LostWord;

use super::{
    Order, WordsError,
    options::{EVEN_UNSENT, Options},
};

/// Reads an order about devices.
pub(super) fn device(verb: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    match verb {
        "list" => {
            options.allow(&["--database"], 0)?;
            Ok(Order::ListDevices { database: options.database()? })
        }
        "lost" => {
            options.allow(&["--database", "--device", EVEN_UNSENT], 0)?;
            let even_unsent = options.value(EVEN_UNSENT).is_some();
            let word = if even_unsent { LostWord::GoToo } else { LostWord::SendFirst };
            Ok(Order::ReportLost {
                database: options.database()?,
                device: options.needed("--device")?,
                word,
            })
        }
        "revoke" => {
            options.allow(&["--database", "--device"], 0)?;
            Ok(Order::RevokeDevice {
                database: options.database()?,
                device: options.needed("--device")?,
            })
        }
        "found" => {
            options.allow(&["--database", "--device"], 0)?;
            Ok(Order::ReportFound {
                database: options.database()?,
                device: options.needed("--device")?,
            })
        }
        other => Err(WordsError::Unknown(format!("device {other}"))),
    }
}
