//! Sets of places in a sentence. Place `k` lies before word `k`, so that a sentence of `n` words has the
//! places `0..=n`; a pattern is matched by moving whole sets of places at once.

use std::fmt::Debug;

/// A set of places; the width of its type bounds the words of a sentence.
pub(super) trait Places: Copy + Eq + Default + Debug {
    /// The most words of a sentence.
    const WORDS: usize;
    /// The places `0..=n`.
    fn up_to(n: usize) -> Self;
    /// One place.
    fn one(place: usize) -> Self;
    /// Moves every place up.
    fn up(self, by: usize) -> Self;
    /// Moves every place down; those that would fall below 0 are gone.
    fn down(self, by: usize) -> Self;
    /// The places in both.
    fn and(self, other: Self) -> Self;
    /// The places in either.
    fn or(self, other: Self) -> Self;
    /// The places in this one and not in the other.
    fn without(self, other: Self) -> Self;
    /// The first place.
    fn first(self) -> Option<usize>;
    /// The last place.
    fn last(self) -> Option<usize>;

    /// Whether there is none.
    fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Whether a place is in it.
    fn has(self, place: usize) -> bool {
        place <= Self::WORDS && !self.and(Self::one(place)).is_empty()
    }

    /// The first place at or after one.
    fn first_from(self, place: usize) -> Option<usize> {
        if place > Self::WORDS {
            return None;
        }
        self.down(place).first().map(|p| p + place)
    }
}

macro_rules! integer_places {
    ($type:ty) => {
        impl Places for $type {
            const WORDS: usize = <$type>::BITS as usize - 1;

            fn up_to(n: usize) -> Self {
                <$type>::MAX >> (Self::WORDS - n.min(Self::WORDS))
            }

            fn one(place: usize) -> Self {
                (1 as $type).checked_shl(place as u32).unwrap_or(0)
            }

            fn up(self, by: usize) -> Self {
                self.checked_shl(by as u32).unwrap_or(0)
            }

            fn down(self, by: usize) -> Self {
                self.checked_shr(by as u32).unwrap_or(0)
            }

            fn and(self, other: Self) -> Self {
                self & other
            }

            fn or(self, other: Self) -> Self {
                self | other
            }

            fn without(self, other: Self) -> Self {
                self & !other
            }

            fn first(self) -> Option<usize> {
                (self != 0).then(|| self.trailing_zeros() as usize)
            }

            fn last(self) -> Option<usize> {
                (self != 0).then(|| Self::WORDS - self.leading_zeros() as usize)
            }
        }
    };
}

integer_places!(u64);
integer_places!(u128);

const LIMBS: usize = 7;

/// Places for the longest sentences.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wide([u64; LIMBS]);

impl Wide {
    fn each(self, other: Self, with: impl Fn(u64, u64) -> u64) -> Self {
        let mut all = self;
        all.0.iter_mut().zip(other.0).for_each(|(a, b)| *a = with(*a, b));
        all
    }
}

impl Places for Wide {
    const WORDS: usize = LIMBS * 64 - 1;

    fn up_to(n: usize) -> Self {
        let mut all = Wide::default();
        for (k, limb) in all.0.iter_mut().enumerate() {
            if n >= k * 64 {
                *limb = u64::up_to(n - k * 64);
            }
        }
        all
    }

    fn one(place: usize) -> Self {
        let mut all = Wide::default();
        if let Some(limb) = all.0.get_mut(place / 64) {
            *limb = 1 << (place % 64);
        }
        all
    }

    fn up(self, by: usize) -> Self {
        let (limbs, bits) = (by / 64, by % 64);
        let mut all = Wide::default();
        for k in limbs..LIMBS {
            let low = self.0[k - limbs] << bits;
            let carry = if bits > 0 && k > limbs { self.0[k - limbs - 1] >> (64 - bits) } else { 0 };
            all.0[k] = low | carry;
        }
        all
    }

    fn down(self, by: usize) -> Self {
        let (limbs, bits) = (by / 64, by % 64);
        let mut all = Wide::default();
        for k in 0..LIMBS.saturating_sub(limbs) {
            let high = self.0[k + limbs] >> bits;
            let carry =
                if bits > 0 && k + limbs + 1 < LIMBS { self.0[k + limbs + 1] << (64 - bits) } else { 0 };
            all.0[k] = high | carry;
        }
        all
    }

    fn and(self, other: Self) -> Self {
        self.each(other, |a, b| a & b)
    }

    fn or(self, other: Self) -> Self {
        self.each(other, |a, b| a | b)
    }

    fn without(self, other: Self) -> Self {
        self.each(other, |a, b| a & !b)
    }

    fn first(self) -> Option<usize> {
        self.0.iter().enumerate().find_map(|(k, limb)| limb.first().map(|p| p + k * 64))
    }

    fn last(self) -> Option<usize> {
        self.0.iter().enumerate().rev().find_map(|(k, limb)| limb.last().map(|p| p + k * 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn members<P: Places>(set: P) -> Vec<usize> {
        (0..=P::WORDS).filter(|p| set.has(*p)).collect()
    }

    fn of<P: Places>(places: &[usize]) -> P {
        places.iter().fold(P::default(), |s, p| s.or(P::one(*p)))
    }

    fn holds<P: Places>(places: &[usize], by: usize, n: usize) {
        let places: Vec<usize> = places.iter().map(|p| p % (P::WORDS + 1)).collect();
        let set: P = of(&places);
        let all = members(set);
        assert!(all.iter().all(|p| places.contains(p)));
        assert_eq!(set.first(), all.first().copied());
        assert_eq!(set.last(), all.last().copied());
        let up: Vec<usize> = all.iter().map(|p| p + by).filter(|p| *p <= P::WORDS).collect();
        assert_eq!(members(set.up(by)), up);
        let down: Vec<usize> = all.iter().filter_map(|p| p.checked_sub(by)).collect();
        assert_eq!(members(set.down(by)), down);
        let n = n % (P::WORDS + 1);
        assert_eq!(members(P::up_to(n)), (0..=n).collect::<Vec<_>>());
        assert_eq!(set.first_from(n), all.iter().copied().find(|p| *p >= n));
        assert_eq!(members(set.without(P::up_to(n))), all.into_iter().filter(|p| *p > n).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn all_widths_are_sets_of_places(
            places in proptest::collection::vec(0usize..448, 0..12), by in 0usize..500, n in 0usize..448,
        ) {
            holds::<u64>(&places, by, n);
            holds::<u128>(&places, by, n);
            holds::<Wide>(&places, by, n);
        }
    }
}
