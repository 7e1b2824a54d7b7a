//! A share with its Wilson 95% interval.

use serde::Serialize;

/// The normal quantile of a two-sided 95% interval.
const Z: f64 = 1.959_963_984_540_054;

/// Groups under this size are marked: the interval of a half is then wider than 35 points, so that the
/// order of two areas may be chance.
pub const SMALL: u64 = 30;

/// Part of a whole, with the interval in which the true share lies 95 times in a hundred.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub part: u64,
    /// Of how many; never 0.
    pub whole: u64,
    /// The share, 0 to 1.
    pub value: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// Whether the whole is too small to compare with others.
    pub small: bool,
}

/// The share of a whole with Wilson's (1927) interval, which holds for small groups and for shares near
/// 0 and 1; none of an empty whole.
pub fn share(part: u64, whole: u64) -> Option<Share> {
    if whole == 0 {
        return None;
    }
    let n = whole as f64;
    let p = part.min(whole) as f64 / n;
    let z2 = Z * Z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    // At the ends the formula is exact but for rounding.
    let low = if part == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if part >= whole { 1.0 } else { (centre + half).min(1.0) };
    Some(Share { part: part.min(whole), whole, value: p, low, high, small: whole < SMALL })
}
