//! What can go wrong between a browser and a device, each with its status and its page.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use wufei_engine::OpenError;

use crate::act::BadForm;
use crate::guard::Stranger;
use crate::shell_page::{Both, trouble};

#[derive(Debug, thiserror::Error)]
pub(crate) enum Wrong {
    #[error("no such page")]
    NoPage,
    #[error("device name {0:?} is not 1 to 32 of a-z, 0-9 and dash")]
    Name(String),
    #[error("{0}")]
    Form(#[from] BadForm),
    #[error("form cannot be read: {0}")]
    Unreadable(String),
    #[error("form is larger than {0} bytes")]
    TooLarge(usize),
    #[error("{0}")]
    Stranger(#[from] Stranger),
    #[error("{0} devices are open, the most this shell holds")]
    Full(usize),
    #[error("device does not open: {0}")]
    Open(#[from] OpenError),
    #[error("picture cannot be kept: {0}")]
    Picture(std::io::Error),
    #[error("question {0} is not open")]
    Question(u64),
    #[error("shell is stopping")]
    Stopping,
}

impl Wrong {
    const fn status(&self) -> StatusCode {
        match self {
            Self::NoPage | Self::Name(_) => StatusCode::NOT_FOUND,
            Self::Form(_) | Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Stranger(_) => StatusCode::FORBIDDEN,
            Self::Question(_) => StatusCode::CONFLICT,
            Self::Full(_) | Self::Stopping => StatusCode::SERVICE_UNAVAILABLE,
            Self::Open(_) | Self::Picture(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn sentence(&self) -> Both {
        let (chinese, english) = match self {
            Self::NoPage | Self::Name(_) => ("这里没有页面。", "There is no page here."),
            Self::Form(_) | Self::Unreadable(_) | Self::TooLarge(_) | Self::Question(_) => (
                "这一步没有认出来，什么也没有改动。请返回再试一次。",
                "This step was not understood and nothing was changed. Please go back and try again.",
            ),
            Self::Stranger(_) => (
                "这个请求来自别的网站，没有执行。",
                "This request came from another site and was not carried out.",
            ),
            Self::Full(_) => (
                "这里已经打开了最多数量的设备。请用已有的名字。",
                "As many devices as possible are open here. Please use one of their names.",
            ),
            Self::Picture(_) => (
                "图片没能存下来，其他内容都还在。",
                "The picture could not be kept; all the rest is still there.",
            ),
            Self::Open(_) => {
                ("这台设备的数据打不开。", "The data of this device cannot be opened.")
            }
            Self::Stopping => ("程序正在结束。", "The program is ending."),
        };
        Both { chinese, english }
    }

    /// A form is posted below its device's page; everything else leads to the list of devices.
    const fn back(&self) -> &'static str {
        match self {
            Self::Form(_)
            | Self::Unreadable(_)
            | Self::TooLarge(_)
            | Self::Picture(_)
            | Self::Question(_) => "./",
            _ => "/",
        }
    }
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        let detail = self.to_string();
        (self.status(), trouble(self.sentence(), Some(&detail), self.back())).into_response()
    }
}
