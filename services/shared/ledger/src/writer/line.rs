//! A row of a spool, as it stands in the file.

use std::io::{self, Read};

use super::{Put, Step, Verdict};

/// One row of the file.
pub(super) struct Line {
    pub(super) number: i64,
    pub(super) place: i64,
    pub(super) how: String,
    pub(super) id: String,
    pub(super) content: Vec<u8>,
    pub(super) asks: String,
    pub(super) said: String,
}

impl Line {
    pub(super) fn read(file: &mut impl Read) -> io::Result<Self> {
        let text = |bytes| String::from_utf8(bytes).map_err(io::Error::other);
        Ok(Self {
            number: number(file)?,
            place: number(file)?,
            how: text(bytes(file)?)?,
            id: text(bytes(file)?)?,
            content: bytes(file)?,
            asks: text(bytes(file)?)?,
            said: text(bytes(file)?)?,
        })
    }
}

fn bytes(file: &mut impl Read) -> io::Result<Vec<u8>> {
    let length = usize::try_from(number(file)?).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn number(file: &mut impl Read) -> io::Result<i64> {
    let mut bytes = [0; 8];
    file.read_exact(&mut bytes)?;
    Ok(i64::from_le_bytes(bytes))
}

/// How a step of an act is put or what it says, in a few letters; a record has none.
pub(super) fn how(step: &Step) -> String {
    match step {
        Step::Put { put: Put::Register, .. } => "r".to_owned(),
        Step::Put { put: Put::Move { etag }, .. } => format!("m{etag}"),
        Step::Put { put: Put::Follow { after }, .. } => format!("f{after}"),
        Step::Judge { verdict: Verdict::Verify, etag, .. } => format!("v{etag}"),
        Step::Judge { verdict: Verdict::Return, etag, .. } => format!("b{etag}"),
        Step::Judge { verdict: Verdict::Withdraw, etag, .. } => format!("w{etag}"),
        Step::Put { .. } => String::new(),
    }
}

/// What a step says, and of which state.
pub(super) fn verdict(how: &str) -> Option<(Verdict, String)> {
    let said = [('v', Verdict::Verify), ('b', Verdict::Return), ('w', Verdict::Withdraw)];
    said.into_iter().find_map(|(letter, verdict)| {
        how.strip_prefix(letter).map(|etag| (verdict, etag.to_owned()))
    })
}

/// How a step of an act is put; nothing for a record.
///
/// # Errors
/// For letters that nobody wrote.
pub(super) fn act(how: &str) -> io::Result<Option<Put>> {
    let (letter, rest) = how.split_at_checked(1).unwrap_or_default();
    Ok(match letter {
        "" => None,
        "r" => Some(Put::Register),
        "m" => Some(Put::Move { etag: rest.to_owned() }),
        "f" => Some(Put::Follow { after: rest.parse().map_err(io::Error::other)? }),
        _ => return Err(io::Error::other("a broken spool")),
    })
}
