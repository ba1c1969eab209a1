//! The audience of a report: one report, several views of it.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// Who a view of a report is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody.
    #[default]
    Public,
    /// The offices.
    Internal,
    /// Who answers for the whole.
    Leaders,
}

impl Audience {
    /// All.
    pub const ALL: [Self; 3] = [Self::Public, Self::Internal, Self::Leaders];

    /// What links call it.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Public => "公开",
            Self::Internal => "内部",
            Self::Leaders => "领导一页",
        }
    }

    /// The same in English.
    pub(crate) const fn title_en(self) -> &'static str {
        match self {
            Self::Public => "everybody",
            Self::Internal => "offices",
            Self::Leaders => "leaders (one page)",
        }
    }

    /// As `?audience=` names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Leaders => "leaders",
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Audience {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|audience| audience.name() == name);
        found.ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            format!("there is no audience {name:?}; there are {known} / 没有这种读者")
        })
    }
}

impl From<Audience> for proto::report::v1::Audience {
    fn from(audience: Audience) -> Self {
        match audience {
            Audience::Public => Self::Public,
            Audience::Internal => Self::Internal,
            Audience::Leaders => Self::Leaders,
        }
    }
}

impl From<proto::report::v1::Audience> for Audience {
    fn from(audience: proto::report::v1::Audience) -> Self {
        use proto::report::v1::Audience as Wire;
        match audience {
            Wire::Unspecified | Wire::Public => Self::Public,
            Wire::Internal => Self::Internal,
            Wire::Leaders => Self::Leaders,
        }
    }
}
