//! An institution of medicine or of care for the elderly, from its first licence or filing on.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::livelihood::v1::{Institution, InstitutionClass, InstitutionOwnership, InstitutionType};

use crate::Ours;

impl Kind<Ours> for Institution {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(
            ("first_license_date", &self.first_license_date),
            ("close_date", &self.close_date),
        );
        let is_for = |class| self.class() == class;
        let fits = match self.r#type() {
            InstitutionType::Unspecified | InstitutionType::CombinedCare => true,
            InstitutionType::NursingHome | InstitutionType::WelfareHome => {
                is_for(InstitutionClass::Elderly)
            }
            InstitutionType::Hospital
            | InstitutionType::TownshipHealthCenter
            | InstitutionType::CommunityHealthCenter
            | InstitutionType::OutpatientDepartment
            | InstitutionType::Clinic
            | InstitutionType::VillageClinic => is_for(InstitutionClass::Medical),
        };
        if !fits {
            findings.refuse(
                "type",
                Reason::ValueOutOfRange,
                "the type belongs to the other class of institutions",
                "机构类型与类别（医疗、养老）不符",
            );
        }
    }

    fn sample(n: u32) -> Self {
        // Every second one is a home.
        let (class, kind, name) = match n % 2 {
            0 => (InstitutionClass::Elderly, InstitutionType::NursingHome, "养老院"),
            _ => (InstitutionClass::Medical, InstitutionType::Hospital, "医院"),
        };
        Self {
            code: format!("JG-{n}"),
            name: format!("示例{name}{n}"),
            class: class.into(),
            r#type: kind.into(),
            ownership: InstitutionOwnership::Private.into(),
            division: SAMPLE_PLACE.to_owned(),
            first_license_date: "2023-05-16".to_owned(),
            document: "示例备〔2023〕3号".to_owned(),
            ..Self::default()
        }
    }
}

/// Refuses a record of an institution that is of the other class.
pub(super) fn must_be(class: InstitutionClass, pointed: &Pointed, findings: &mut Findings) {
    let Some(institution) = pointed.get::<Institution>("institution_id") else { return };
    if institution.class() != class {
        let (is, zh) = match class {
            InstitutionClass::Elderly => ("of care for the elderly", "养老机构"),
            _ => ("medical", "医疗机构"),
        };
        findings.refuse(
            "institution_id",
            Reason::ValueOutOfRange,
            format!("{} is no institution that is {is}", institution.name),
            format!("“{}”不是{zh}", institution.name),
        );
    }
}
