//! The 21 items that the class of a water is judged by.

/// An item of GB 3838-2002 table 1: all 24 without water temperature, total nitrogen and fecal
/// coliforms (环办〔2011〕22号).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// pH.
    Ph,
    /// Dissolved oxygen.
    DissolvedOxygen,
    /// Permanganate index.
    Permanganate,
    /// Chemical oxygen demand.
    Cod,
    /// Biochemical oxygen demand of five days.
    Bod5,
    /// Ammonia nitrogen.
    Ammonia,
    /// Total phosphorus.
    Phosphorus,
    /// Copper.
    Copper,
    /// Zinc.
    Zinc,
    /// Fluoride.
    Fluoride,
    /// Selenium.
    Selenium,
    /// Arsenic.
    Arsenic,
    /// Mercury.
    Mercury,
    /// Cadmium.
    Cadmium,
    /// Hexavalent chromium.
    Chromium6,
    /// Lead.
    Lead,
    /// Cyanide.
    Cyanide,
    /// Volatile phenols.
    Phenol,
    /// Petroleum.
    Petroleum,
    /// Anionic surfactants.
    Surfactant,
    /// Sulfide.
    Sulfide,
}

impl Item {
    /// The Chinese name in GB 3838-2002 table 1.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ph => "pH值",
            Self::DissolvedOxygen => "溶解氧",
            Self::Permanganate => "高锰酸盐指数",
            Self::Cod => "化学需氧量",
            Self::Bod5 => "五日生化需氧量",
            Self::Ammonia => "氨氮",
            Self::Phosphorus => "总磷",
            Self::Copper => "铜",
            Self::Zinc => "锌",
            Self::Fluoride => "氟化物",
            Self::Selenium => "硒",
            Self::Arsenic => "砷",
            Self::Mercury => "汞",
            Self::Cadmium => "镉",
            Self::Chromium6 => "六价铬",
            Self::Lead => "铅",
            Self::Cyanide => "氰化物",
            Self::Phenol => "挥发酚",
            Self::Petroleum => "石油类",
            Self::Surfactant => "阴离子表面活性剂",
            Self::Sulfide => "硫化物",
        }
    }
}
