//! How a failure looks to the caller. Handlers choose no status codes.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::form::Entered;

/// Why a page or a call has not given what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody is signed in, or no longer.
    NotSignedIn { next: String },
    /// The first password is to be replaced before anything else.
    PasswordToChange,
    /// Signed in, and not allowed.
    Forbidden(String),
    /// There is no such thing, or none that this person may see.
    NotFound(String),
    /// The request itself is wrong.
    Malformed(String),
    /// The law, or the state of the case, says no.
    Refused(proto::common::Refused),
    /// Somebody else was first.
    Changed(String),
    /// A part of the system is away; nothing was lost.
    Away(String),
    /// The fault is ours.
    Fault(anyhow::Error),
}

impl Failure {
    pub(crate) fn forbidden(text: &str) -> Self {
        Self::Forbidden(text.to_owned())
    }

    pub(crate) fn too_heavy() -> Self {
        Self::Malformed("提交的内容过大，请缩短后再提交".to_owned())
    }

    pub(crate) fn no_such_case() -> Self {
        Self::NotFound("没有这个案件，或者不在您可以查阅的范围内".to_owned())
    }

    pub(crate) fn no_such_thing() -> Self {
        Self::NotFound("没有这一件，或者不在您可以查阅的范围内".to_owned())
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotSignedIn { .. } | Self::PasswordToChange => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Changed(_) => StatusCode::CONFLICT,
            Self::Away(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// In words for the person.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::NotSignedIn { .. } => "请先登录".to_owned(),
            Self::PasswordToChange => "请先更换初始口令".to_owned(),
            Self::Forbidden(text)
            | Self::NotFound(text)
            | Self::Malformed(text)
            | Self::Changed(text)
            | Self::Away(text) => text.clone(),
            Self::Refused(refused) => refused.text.clone(),
            Self::Fault(_) => "系统出现故障，没有完成这次操作。请稍后再试；如果一再出现，请联系系统管理员".to_owned(),
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::NotSignedIn { .. } | Self::PasswordToChange => "需要登录",
            Self::Forbidden(_) => "没有权限",
            Self::NotFound(_) => "没有找到",
            Self::Malformed(_) => "无法处理",
            Self::Refused(_) => "不能办理",
            Self::Changed(_) => "内容已有变化",
            Self::Away(_) => "暂时不能使用",
            Self::Fault(_) => "系统故障",
        }
    }

    /// Its name for programs; of a refusal, the service's own.
    fn code(&self) -> &str {
        match self {
            Self::NotSignedIn { .. } => "NotSignedIn",
            Self::PasswordToChange => "PasswordToChange",
            Self::Forbidden(_) => "Forbidden",
            Self::NotFound(_) => "NotFound",
            Self::Malformed(_) => "Malformed",
            Self::Refused(refused) => &refused.code,
            Self::Changed(_) => "Changed",
            Self::Away(_) => "Away",
            Self::Fault(_) => "Fault",
        }
    }

    /// Once, where it is handled.
    fn logged(self) -> Self {
        if let Self::Fault(error) = &self {
            tracing::error!("{error:#}");
        }
        self
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        // Class 57P: the server is going down, or coming up.
        let stops =
            |refused: &dyn sqlx::error::DatabaseError| refused.code().is_some_and(|code| code.starts_with("57P"));
        match error.downcast_ref::<sqlx::Error>() {
            Some(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed) => away(&error),
            Some(sqlx::Error::Database(refused)) if stops(refused.as_ref()) => away(&error),
            _ => Self::Fault(error),
        }
    }
}

fn away(error: &anyhow::Error) -> Failure {
    tracing::error!("the database is away: {error:#}");
    Failure::Away("数据库暂时不能使用，请稍候再试".to_owned())
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        anyhow::Error::from(error).into()
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::Fault(error.into())
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
pub(crate) struct Problem {
    pub(crate) title: &'static str,
    pub(crate) text: String,
    /// What somebody sent that could not be taken, and where to: it can be sent again from here.
    pub(crate) unsent: Option<(String, Entered)>,
    /// Whether somebody has to sign in first.
    pub(crate) signs_in: bool,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let failure = self.logged();
        match &failure {
            Self::NotSignedIn { next } => {
                let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
                Redirect::to(&format!("/sign-in?next={next}")).into_response()
            }
            Self::PasswordToChange => Redirect::to("/password").into_response(),
            _ => {
                let problem = Problem { title: failure.title(), text: failure.text(), unsent: None, signs_in: false };
                let page = problem.render().unwrap_or_else(|_| failure.text());
                (failure.status(), Html(page)).into_response()
            }
        }
    }
}

/// A failure as the API tells it.
pub(crate) struct Told(pub(crate) Failure);

impl<F: Into<Failure>> From<F> for Told {
    fn from(failure: F) -> Self {
        Self(failure.into())
    }
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        let failure = self.0.logged();
        let mut told = serde_json::json!({ "error": failure.text(), "code": failure.code() });
        if let Failure::Refused(refused) = &failure {
            told["field"] = refused.field.clone().into();
        }
        (failure.status(), HeaderMap::new(), axum::Json(told)).into_response()
    }
}
