//! Into which case another one about the same matter can be merged: the two are counted once, so
//! the original has to be counted where the other one was.

use proto::governance::v1::{CaseFile, Outcome};

use super::case_flow::{procedure_of, procedure_zh};

/// Why a case cannot be merged into an original, in English and in Chinese; nothing where it can.
pub fn obstacle(case: &CaseFile, original: &CaseFile) -> Option<(String, String)> {
    let id = &original.code;
    let told = |why: &str, zh: &str| Some((format!("case {id} {why}"), format!("案件“{id}”{zh}")));
    if !original.merged_into_id.is_empty() {
        return told("is merged into another one", "已并入他案");
    }
    if !original.refuse_date.is_empty() {
        return told("was refused and is not counted", "不予受理，不计入受理件数");
    }
    if !original.receiver_id.is_empty() {
        return told("was sent on to another office", "已转送其他单位");
    }
    if original.outcome() == Outcome::Withdrawn {
        return told("was withdrawn by those who brought it", "已由当事人撤回");
    }
    let (own, other) = (procedure_of(case.procedure()), procedure_of(original.procedure()));
    if own != other {
        return told(
            "goes by another procedure, and is counted there",
            &format!("属于“{}”，不能并入其他程序的案件", procedure_zh(other)),
        );
    }
    if !case.accept_date.is_empty() && original.accept_date.is_empty() {
        return told("is not accepted, as this one is; accept it first", "尚未受理，须先受理");
    }
    // It would leave the year in which it was accepted and count in a later one.
    if !case.merge_date.is_empty() && original.accept_date > case.merge_date {
        let (accepted, merged) = (&original.accept_date, &case.merge_date);
        return told(
            &format!("was accepted on {accepted}, after the merging on {merged}; merge later"),
            &format!("于 {accepted} 受理，晚于并案日 {merged}，并案日不得早于其受理日"),
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use proto::governance::v1::CaseProcedure;

    use super::*;

    fn accepted(code: &str) -> CaseFile {
        let (code, accept_date) = (code.to_owned(), "2023-04-03".to_owned());
        CaseFile { code, accept_date, ..CaseFile::default() }
    }

    #[test]
    fn an_accepted_case_is_merged_into_an_accepted_one_of_its_procedure() {
        let (case, original) = (accepted("C-1"), accepted("C-2"));
        let text = |day: &str| day.to_owned();
        assert_eq!(obstacle(&case, &original), None);
        let dispute = CaseProcedure::Dispute.into();
        assert_eq!(obstacle(&case, &CaseFile { procedure: dispute, ..original.clone() }), None);
        let registered = CaseFile { accept_date: String::new(), ..original.clone() };
        assert_eq!(obstacle(&registered, &registered), None);
        for wrong in [
            CaseFile { merged_into_id: text("C-3"), ..original.clone() },
            CaseFile { refuse_date: text("2023-04-04"), ..registered.clone() },
            CaseFile { receiver_id: text("U-9"), ..registered.clone() },
            CaseFile { outcome: Outcome::Withdrawn.into(), ..original.clone() },
            CaseFile { procedure: CaseProcedure::Petition.into(), ..original },
            registered,
        ] {
            assert!(obstacle(&case, &wrong).is_some(), "{wrong:?}");
        }
    }

    #[test]
    fn a_case_is_not_merged_into_one_that_is_accepted_after_the_merging() {
        let merged = CaseFile { merge_date: "2023-12-25".to_owned(), ..accepted("C-1") };
        let of = |day: &str| CaseFile { accept_date: day.to_owned(), ..accepted("C-2") };
        assert_eq!(obstacle(&merged, &of("2023-12-25")), None);
        let (english, chinese) = obstacle(&merged, &of("2024-01-05")).unwrap_or_default();
        assert!(english.contains("2024-01-05") && english.contains("2023-12-25"), "{english}");
        assert!(chinese.contains("2024-01-05") && chinese.contains("2023-12-25"), "{chinese}");
    }
}
