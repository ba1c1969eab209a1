//! The progress of a phase: measured work against contracts, project by project.

/// A project of a phase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Works {
    /// The contract as signed, in 分.
    pub contract_fen: i64,
    /// The sum of the variations that were approved, in 分.
    pub variations_fen: i64,
    /// The value of all work at the last measurement, in 分; none where nothing was measured.
    pub measured_fen: Option<i64>,
}

impl Works {
    /// The contract with its variations, in 分, not below zero.
    pub fn due_fen(&self) -> i128 {
        (i128::from(self.contract_fen) + i128::from(self.variations_fen)).max(0)
    }

    /// The work that counts, in 分: no more than the contract, nothing without a measurement.
    pub fn done_fen(&self) -> i128 {
        i128::from(self.measured_fen.unwrap_or(0)).clamp(0, self.due_fen())
    }
}

/// The work that counts and the contracts of all projects, in 分.
pub fn progress<'a>(projects: impl IntoIterator<Item = &'a Works>) -> (i128, i128) {
    projects
        .into_iter()
        .fold((0, 0), |(done, due), works| (done + works.done_fen(), due + works.due_fen()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn works(contract_fen: i64, variations_fen: i64, measured: impl Into<Option<i64>>) -> Works {
        Works { contract_fen, variations_fen, measured_fen: measured.into() }
    }

    #[test]
    fn work_beyond_the_contract_makes_up_for_no_other_project() {
        assert_eq!(progress(&[works(100, 0, 130), works(100, 0, 40)]), (140, 200));
    }

    #[test]
    fn a_variation_moves_the_line_and_no_measurement_is_no_work() {
        assert_eq!(progress(&[works(100, 20, 110), works(80, 0, None)]), (110, 200));
        assert_eq!(progress(&[works(100, -30, 90)]), (70, 70));
        assert_eq!(progress(&[works(100, -130, 90)]), (0, 0));
        assert_eq!(progress(&[]), (0, 0));
    }

    proptest! {
        #[test]
        fn progress_is_never_more_than_all(
            projects in prop::collection::vec(
                (1..10_000_i64, -5_000..5_000_i64, prop::option::of(0..20_000_i64))
                    .prop_map(|(contract, varied, measured)| works(contract, varied, measured)),
                0..8,
            )
        ) {
            let (done, due) = progress(&projects);
            prop_assert!((0..=due).contains(&done));
        }
    }
}
