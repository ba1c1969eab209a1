//! A refusal: what was wrong, by which rule, in English and Chinese; carried as google.rpc details.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::time::Duration;

use proto::ledger::v1::Reason;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, LocalizedMessage, StatusExt};

/// The domain of every reason.
pub const REASON_DOMAIN: &str = "xianzhi";

/// Trailers above 8 KiB reach a C-core client as another error; verdicts in bulk go into answers.
const MOST_FAULTS: usize = 20;
/// Bytes of all faults, of a message and of a single text: what a caller sent may be long, and
/// trailers above 16 KiB reach no client at all.
const MOST_BYTES: usize = 5_000;
const LONGEST_MESSAGE: usize = 1_000;
const LONGEST_TEXT: usize = 400;

/// Why a call is refused. Converts into a `tonic::Status` with google.rpc details.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The rule that refuses.
    pub reason: Reason,
    /// What was wrong, in English.
    pub message: String,
    /// What was wrong, in Chinese.
    pub message_zh: String,
    /// Everything that varies in the message, by name.
    pub metadata: BTreeMap<String, String>,
    /// The fields that are wrong.
    pub fields: Vec<FieldFault>,
}

/// One field that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldFault {
    /// The path from the root of the request: `enterprise.credit_code`.
    pub field: String,
    /// The rule.
    pub reason: Reason,
    /// What is wrong and what would be right, in English.
    pub message: String,
    /// The same in Chinese.
    pub message_zh: String,
}

impl FieldFault {
    /// A fault of one field.
    pub fn new(
        field: impl Into<String>,
        reason: Reason,
        message: impl Into<String>,
        message_zh: impl Into<String>,
    ) -> Self {
        let (field, message, message_zh) = (field.into(), message.into(), message_zh.into());
        Self { field, reason, message, message_zh }
    }

    /// The same fault, seen from the root of a request in which the record is called `root`.
    pub fn below(mut self, root: &str) -> Self {
        self.field = format!("{root}.{}", self.field);
        self
    }
}

impl Refusal {
    /// A refusal for one reason.
    pub fn new(reason: Reason, message: impl Into<String>, message_zh: impl Into<String>) -> Self {
        let (message, message_zh) = (message.into(), message_zh.into());
        Self { reason, message, message_zh, metadata: BTreeMap::new(), fields: Vec::new() }
    }

    /// A record with wrong fields.
    pub fn record(fields: Vec<FieldFault>) -> Self {
        Self::fields(Reason::RecordInvalid, fields)
    }

    /// A request one of whose own fields is wrong.
    pub fn request(fault: FieldFault) -> Self {
        Self::fields(Reason::RequestInvalid, vec![fault])
    }

    fn fields(reason: Reason, fields: Vec<FieldFault>) -> Self {
        let join = |text: fn(&FieldFault) -> &str, gap: &str| {
            let faults = fields.iter().take(MOST_FAULTS);
            faults.map(|f| format!("{}: {}", f.field, text(f))).collect::<Vec<_>>().join(gap)
        };
        let mut refusal =
            Self::new(reason, join(|f| &f.message, "; "), join(|f| &f.message_zh, "；"));
        refusal.fields = fields;
        refusal
    }

    /// Adds something that varies in the message.
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.metadata.insert(name.to_owned(), value.to_string());
        self
    }

    /// The service failed and the log has the cause.
    pub fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "a call failed inside the service");
        Self::new(
            Reason::Internal,
            "the service failed; its log has the cause",
            "服务内部出错，原因见服务日志",
        )
    }

    /// The gRPC code of the reason.
    pub fn code(&self) -> Code {
        match self.reason {
            Reason::EtagStale | Reason::ImportAbandoned => Code::Aborted,
            Reason::VerifierIsRecorder | Reason::NotResponsible => Code::PermissionDenied,
            Reason::ActorRequired => Code::Unauthenticated,
            Reason::RecordExists => Code::AlreadyExists,
            Reason::RecordNotFound | Reason::CountyUnknown | Reason::FigureUnknown => {
                Code::NotFound
            }
            Reason::ExplanationRequired
            | Reason::RequestIdReused
            | Reason::TransitionNotAllowed
            | Reason::PeriodLocked
            | Reason::OpeningListWaits
            | Reason::OpeningListChanged
            | Reason::KindMovedByActs
            | Reason::FontMissing => Code::FailedPrecondition,
            Reason::PositionAhead => Code::OutOfRange,
            Reason::MessageTooLarge => Code::ResourceExhausted,
            Reason::MethodUnknown | Reason::FormatNotBuilt => Code::Unimplemented,
            Reason::DeadlinePassed => Code::DeadlineExceeded,
            Reason::WriterBusy | Reason::ServiceDown => Code::Unavailable,
            Reason::Internal | Reason::Unspecified => Code::Internal,
            _ => Code::InvalidArgument,
        }
    }

    /// Reads a refusal back from a status; one without details gets a reason by its code.
    pub fn from_status(status: &Status) -> Self {
        let details = status.get_error_details();
        let info = details.error_info().filter(|info| info.domain == REASON_DOMAIN);
        let named = info.and_then(|info| Reason::from_str_name(&format!("REASON_{}", info.reason)));
        let Some(reason) = named else { return Self::of_code(status.code(), status.message()) };
        let zh = details.localized_message().map(|l| l.message.clone()).unwrap_or_default();
        let mut refusal = Self::new(reason, status.message(), zh);
        refusal.metadata =
            info.map(|info| info.metadata.clone().into_iter().collect()).unwrap_or_default();
        let violations = details.bad_request().map(|b| b.field_violations.clone());
        refusal.fields = violations.unwrap_or_default().into_iter().map(fault).collect();
        refusal
    }

    /// What a status means that tonic itself gave before any of our code ran.
    pub(crate) fn of_code(code: Code, message: &str) -> Self {
        let (reason, zh) = match code {
            Code::OutOfRange | Code::ResourceExhausted => {
                (Reason::MessageTooLarge, "消息超过 4 MiB 上限")
            }
            Code::Internal if message.contains("decode") || message.contains("protobuf") => {
                (Reason::MessageMalformed, "消息无法按约定解码")
            }
            Code::InvalidArgument => (Reason::MessageMalformed, "消息无法按约定解码"),
            Code::Unimplemented => (Reason::MethodUnknown, "没有这个方法"),
            Code::Cancelled | Code::DeadlineExceeded => (Reason::DeadlinePassed, "调用已超过时限"),
            Code::Unavailable => (Reason::ServiceDown, "服务无法连接"),
            _ => (Reason::Internal, "服务内部出错，原因见服务日志"),
        };
        let message = if message.is_empty() { "the call failed" } else { message };
        Self::new(reason, message, zh)
    }
}

fn fault(violation: FieldViolation) -> FieldFault {
    let FieldViolation { field, description, reason, localized_message } = violation;
    let reason = Reason::from_str_name(&format!("REASON_{reason}")).unwrap_or_default();
    let zh = localized_message.map(|l| l.message).unwrap_or_default();
    FieldFault { field, reason, message: description, message_zh: zh }
}

/// A reason as it stands in details and problems: its name without the prefix.
pub(crate) fn reason_name(reason: Reason) -> &'static str {
    reason.as_str_name().trim_start_matches("REASON_")
}

impl Refusal {
    /// The reason as it stands in details and problems: `ETAG_STALE`.
    pub fn reason_name(&self) -> &'static str {
        reason_name(self.reason)
    }
}

impl FieldFault {
    /// The reason as it stands in details and problems: `DATE_INVALID`.
    pub fn reason_name(&self) -> &'static str {
        reason_name(self.reason)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.reason_name(), self.message)
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for Status {
    fn from(refusal: Refusal) -> Self {
        let code = refusal.code();
        let reason = reason_name(refusal.reason);
        let Refusal { reason: _, mut message, mut message_zh, mut metadata, fields } = refusal;
        for text in [&mut message, &mut message_zh] {
            clip(text, LONGEST_MESSAGE);
        }
        metadata.values_mut().for_each(|text| clip(text, LONGEST_TEXT));
        let all = fields.len();
        let fields = carried(fields);
        if fields.len() < all {
            let omitted = all - fields.len();
            metadata.insert("violations_omitted".to_owned(), omitted.to_string());
        }
        let info: HashMap<_, _> = metadata.clone().into_iter().collect();
        let mut details = ErrorDetails::with_error_info(reason, REASON_DOMAIN, info);
        details.set_localized_message("zh-CN", message_zh.clone());
        if !fields.is_empty() {
            let violations: Vec<_> = fields.into_iter().map(violation).collect();
            details.set_bad_request(violations);
        }
        match code {
            Code::NotFound | Code::AlreadyExists => {
                let kind = metadata.get("kind").cloned().unwrap_or_default();
                let id = metadata.get("id").cloned().unwrap_or_default();
                details.set_resource_info(kind, id, "", message.clone());
            }
            Code::FailedPrecondition => {
                let subject = metadata.get("id").cloned().unwrap_or_default();
                details.add_precondition_failure_violation(reason, subject, message.clone());
            }
            Code::Unavailable => {
                details.set_retry_info(Some(Duration::from_secs(1)));
            }
            _ => {}
        }
        Status::with_error_details(code, message, details)
    }
}

/// As many faults as trailers carry, each with texts that are not too long.
fn carried(mut faults: Vec<FieldFault>) -> Vec<FieldFault> {
    let mut bytes = 0;
    faults.truncate(MOST_FAULTS);
    for fault in &mut faults {
        for text in [&mut fault.field, &mut fault.message, &mut fault.message_zh] {
            clip(text, LONGEST_TEXT);
        }
    }
    let fits = |fault: &FieldFault| {
        bytes += fault.field.len() + fault.message.len() + fault.message_zh.len();
        bytes <= MOST_BYTES
    };
    let count = faults.iter().map(fits).take_while(|fits| *fits).count();
    faults.truncate(count);
    faults
}

/// Cuts a text off after so many bytes, and says so.
fn clip(text: &mut String, longest: usize) {
    if text.len() > longest {
        let end = (0..=longest).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
        text.push('…');
    }
}

fn violation(fault: FieldFault) -> FieldViolation {
    let reason = fault.reason_name().to_owned();
    let FieldFault { field, reason: _, message, message_zh } = fault;
    let localized = LocalizedMessage::new("zh-CN", message_zh);
    FieldViolation { field, description: message, reason, localized_message: Some(localized) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_what_is_long_fits_into_trailers() {
        let long = "长".repeat(3_000);
        let fault = |n| FieldFault::new(format!("f[{n}]"), Reason::DateInvalid, &long, &long);
        let refusal = Refusal::record((0..50).map(fault).collect()).with("value", &long);
        let status = Status::from(refusal);
        // A message is percent-encoded, details are base64.
        let carried = 3 * status.message().len() + status.details().len() * 4 / 3;
        assert!(carried < 16 * 1024, "{carried} bytes");
        let back = Refusal::from_status(&status);
        assert!(back.message.ends_with('…') && back.fields[0].message_zh.ends_with('…'));
        let omitted: usize = back.metadata["violations_omitted"].parse().expect("a number");
        assert_eq!(omitted + back.fields.len(), 50);
    }
}
