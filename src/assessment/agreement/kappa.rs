//! Quadratic weighted kappa of two raters over three levels, with its large-sample interval.

use serde::Serialize;

/// Counts of pairs of ratings: `cells[ours][theirs]`, levels NM, PM, FM.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The counts.
    pub cells: [[usize; 3]; 3],
}

/// The cells of a table, row by row.
const CELLS: [(usize, usize); 9] = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)];

/// A kappa and its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Kappa {
    /// From -1 to 1; 1 is full agreement, 0 that of chance.
    pub value: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end, at most 1.
    pub high: f64,
}

impl Table {
    /// Counts one pair.
    pub fn add(&mut self, ours: usize, theirs: usize) {
        self.cells[ours][theirs] += 1;
    }

    /// How many pairs.
    pub fn total(&self) -> usize {
        self.cells.iter().flatten().sum()
    }

    /// The share of equal pairs, 0 to 1; 0 where there are none.
    pub fn exact(&self) -> f64 {
        let equal: usize = (0..3).map(|i| self.cells[i][i]).sum();
        if self.total() == 0 { 0.0 } else { equal as f64 / self.total() as f64 }
    }

    /// Quadratic weighted kappa; none where either side gave one rating throughout, so that chance alone
    /// explains all agreement.
    ///
    /// The interval is 1.96 standard errors to each side, by the variance of Fleiss, Cohen and Everitt
    /// (1969), cut off at 1.
    pub fn kappa(&self) -> Option<Kappa> {
        let n = self.total() as f64;
        if n == 0.0 {
            return None;
        }
        let p = |i: usize, j: usize| self.cells[i][j] as f64 / n;
        let weight = |i: usize, j: usize| {
            let d = i.abs_diff(j) as f64 / 2.0;
            1.0 - d * d
        };
        let rows: [f64; 3] = std::array::from_fn(|i| (0..3).map(|j| p(i, j)).sum());
        let columns: [f64; 3] = std::array::from_fn(|j| (0..3).map(|i| p(i, j)).sum());
        let (mut observed, mut expected) = (0.0, 0.0);
        for (i, j) in CELLS {
            observed += weight(i, j) * p(i, j);
            expected += weight(i, j) * rows[i] * columns[j];
        }
        if 1.0 - expected < 1e-12 {
            return None;
        }
        let value = (observed - expected) / (1.0 - expected);
        let row_mean: [f64; 3] = std::array::from_fn(|i| (0..3).map(|j| columns[j] * weight(i, j)).sum());
        let column_mean: [f64; 3] = std::array::from_fn(|j| (0..3).map(|i| rows[i] * weight(i, j)).sum());
        let mut spread = 0.0;
        for (i, j) in CELLS {
            let term = weight(i, j) - (row_mean[i] + column_mean[j]) * (1.0 - value);
            spread += p(i, j) * term * term;
        }
        let centre = value - expected * (1.0 - value);
        let variance = (spread - centre * centre).max(0.0) / (n * (1.0 - expected) * (1.0 - expected));
        let half = 1.959_963_984_540_054 * variance.sqrt();
        Some(Kappa { value, low: value - half, high: (value + half).min(1.0) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        // Full agreement over three levels.
        let full = Table { cells: [[5, 0, 0], [0, 5, 0], [0, 0, 5]] };
        assert!((full.kappa().unwrap().value - 1.0).abs() < 1e-12);
        // Independent sides: kappa is nought.
        let chance = Table { cells: [[1, 1, 1], [1, 1, 1], [1, 1, 1]] };
        assert!(chance.kappa().unwrap().value.abs() < 1e-12);
        // One rating throughout on both sides: undefined.
        assert!(Table { cells: [[0, 0, 0], [0, 0, 0], [0, 0, 9]] }.kappa().is_none());
        // Two letters swapped end to end: full disagreement.
        let swapped = Table { cells: [[0, 0, 1], [0, 0, 0], [1, 0, 0]] };
        assert!((swapped.kappa().unwrap().value + 1.0).abs() < 1e-12);
    }
}
