//! Numbers that look random and are the same for the same seed and topic (splitmix64).

/// A sequence of numbers.
pub struct Random {
    state: u64,
}

impl Random {
    /// The sequence of a topic; topics do not disturb one another.
    pub fn new(seed: u64, topic: &str) -> Self {
        let state = topic.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self { state }
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// An index below a length; 0 for a length of 0.
    pub fn index(&mut self, length: usize) -> usize {
        (self.draw() % (length.max(1) as u64)) as usize
    }

    /// A number between two, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.draw() % (high - low + 1).max(1) as u64) as i64
    }

    /// One of several; there must be one.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.index(from.len())]
    }

    /// True so many times in a thousand.
    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.draw() % 1000 < per_mille
    }

    /// Puts things into another order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.index(last + 1));
        }
    }

    /// Splits a total into parts by weight, each off by up to 4 %; the parts add up to the total.
    pub fn split(&mut self, total: i64, weights: &[i64]) -> Vec<i64> {
        let weights: Vec<i64> =
            weights.iter().map(|weight| weight * self.between(960, 1040)).collect();
        let mut weight_left: i64 = weights.iter().sum();
        let mut left = total;
        let mut parts = Vec::with_capacity(weights.len());
        for weight in weights {
            let part = i128::from(left) * i128::from(weight) / i128::from(weight_left.max(1));
            let part = i64::try_from(part).unwrap_or(left);
            parts.push(part);
            left -= part;
            weight_left -= weight;
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_topic_give_the_same_numbers() {
        let draw = |seed, topic| Random::new(seed, topic).draw();
        assert_eq!(draw(7, "air"), draw(7, "air"));
        assert_ne!(draw(7, "air"), draw(7, "water"));
        assert_ne!(draw(7, "air"), draw(8, "air"));
    }

    #[test]
    fn parts_add_up_to_their_total() {
        let parts = Random::new(7, "parts").split(1_000_003, &[3, 1, 0, 5, 2]);
        assert_eq!(parts.iter().sum::<i64>(), 1_000_003);
        assert_eq!(parts[2], 0);
    }
}
