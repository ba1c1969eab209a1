//! Draws a sample: whoever has the seed and the list of ids draws the same.

use sha2::{Digest, Sha256};

/// The ids that a seed draws: those whose SHA-256 of `seed:id` is the smallest, in that order.
pub fn draw(seed: &str, ids: Vec<String>, size: usize) -> Vec<String> {
    let mark = |id: &String| {
        let mut digest = Sha256::new();
        digest.update(seed);
        digest.update(":");
        digest.update(id);
        digest.finalize()
    };
    let mut marked: Vec<_> = ids.into_iter().map(|id| (mark(&id), id)).collect();
    marked.sort_unstable();
    marked.into_iter().take(size).map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_whatever_the_order() {
        let ids: Vec<String> = (0..100).map(|n| format!("log-{n}")).collect();
        let drawn = draw("2023", ids.clone(), 10);
        let turned: Vec<String> = ids.iter().rev().cloned().collect();
        assert_eq!(drawn, draw("2023", turned, 10));
        assert_ne!(drawn, draw("2024", ids.clone(), 10));
        assert_eq!(drawn.len(), 10);
        assert_eq!(draw("2023", ids, 200).len(), 100);
        assert_eq!(draw("", vec!["b".to_owned()], 1), ["b"]);
    }
}
