//! L2-regularised logistic regression by dual coordinate descent (Yu, Huang and Lin 2011): one thread, a
//! fixed order, and `libm` in place of the platform's logarithm, so that the same input gives the same bits
//! everywhere.

/// Sparse rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    norms: Vec<f64>,
}

impl Rows {
    /// Adds a row.
    pub fn push(&mut self, row: impl IntoIterator<Item = (u32, f32)>) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        let mut norm = 0.0;
        for (column, value) in row {
            self.columns.push(column);
            self.values.push(value);
            norm += f64::from(value) * f64::from(value);
        }
        self.norms.push(norm);
        self.starts.push(self.columns.len());
    }

    /// A row's columns and values.
    pub fn row(&self, at: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.starts[at]..self.starts[at + 1];
        self.columns[range.clone()].iter().zip(&self.values[range]).map(|(c, v)| (*c as usize, f64::from(*v)))
    }

    /// The product of a row with a vector.
    pub fn dot(&self, at: usize, with: &[f64]) -> f64 {
        self.row(at).map(|(c, v)| v * with[c]).sum()
    }
}

/// One labelled row, with what an error on it costs.
#[derive(Copy, Clone, Debug)]
pub(super) struct Example {
    pub row: usize,
    pub says: bool,
    pub cost: f64,
}

/// What a fit found: `bias + weights . row` is the log-odds.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    pub weights: Vec<f64>,
    pub bias: f64,
}

impl Fit {
    /// Adds a share of another fit: the score becomes the sum of both.
    pub fn add(&mut self, other: &Fit, share: f64) {
        for (own, theirs) in self.weights.iter_mut().zip(&other.weights) {
            *own += share * theirs;
        }
        self.bias += share * other.bias;
    }
}

/// The value of the constant feature: the larger, the less the bias is held back.
const BIAS: f64 = 1.0;
/// Passes over the examples, and the step under which they end.
const PASSES: usize = 60;
const STEP: f64 = 0.02;
const NEWTON_STEPS: usize = 20;

/// Fits weights over `columns` columns.
pub(super) fn fit(rows: &Rows, examples: &[Example], columns: usize) -> Fit {
    let mut weights = vec![0.0f64; columns];
    let mut bias = 0.0f64;
    let mut alphas: Vec<(f64, f64)> = examples
        .iter()
        .map(|e| {
            let first = (0.001 * e.cost).min(1e-8);
            (first, e.cost - first)
        })
        .collect();
    for (example, alpha) in examples.iter().zip(&alphas) {
        let step = sign(example.says) * alpha.0;
        rows.row(example.row).for_each(|(c, v)| weights[c] += step * v);
        bias += step * BIAS;
    }
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..PASSES {
        shuffle(&mut order, &mut random);
        let mut largest = 0.0f64;
        for &at in &order {
            let Example { row, says, cost } = examples[at];
            let y = sign(says);
            let square = rows.norms[row] + BIAS * BIAS;
            let slope = y * (rows.dot(row, &weights) + BIAS * bias);
            let (first, second) = alphas[at];
            // Of the two, the variable is moved that stays away from its bound.
            let swapped = 0.5 * square * (second - first) + slope < 0.0;
            let (old, turn) = if swapped { (second, -1.0) } else { (first, 1.0) };
            let mut new = old;
            if cost - new < 0.5 * cost {
                new *= 0.1;
            }
            let gradient = |z: f64| square * (z - old) + turn * slope + libm::log(z / (cost - z));
            let mut g = gradient(new);
            largest = largest.max(g.abs().min(10.0) * cost.min(1.0));
            let mut steps = 0;
            while g.abs() > 1e-3 && steps < NEWTON_STEPS {
                let bend = square + cost / ((cost - new) * new);
                let next = new - g / bend;
                new = if next <= 0.0 { new * 0.1 } else { next.min(cost * (1.0 - 1e-12)) };
                g = gradient(new);
                steps += 1;
            }
            if steps > 0 {
                alphas[at] = if swapped { (cost - new, new) } else { (new, cost - new) };
                let step = turn * (new - old) * y;
                rows.row(row).for_each(|(c, v)| weights[c] += step * v);
                bias += step * BIAS;
            }
        }
        if largest < STEP {
            break;
        }
    }
    Fit { weights, bias: bias * BIAS }
}

fn sign(says: bool) -> f64 {
    if says { 1.0 } else { -1.0 }
}

/// Fisher and Yates with a small fixed generator.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for at in (1..order.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(at, (*random % (at as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(data: &[&[(u32, f32)]]) -> Rows {
        let mut rows = Rows::default();
        data.iter().for_each(|r| rows.push(r.iter().copied()));
        rows
    }

    #[test]
    fn parts_what_can_be_parted() {
        let rows = rows(&[&[(0, 1.0)], &[(0, 0.8), (2, 0.6)], &[(1, 1.0)], &[(1, 0.8), (2, 0.6)]]);
        let examples: Vec<Example> = (0..4).map(|row| Example { row, says: row < 2, cost: 5.0 }).collect();
        let fit = fit(&rows, &examples, 3);
        for e in &examples {
            let score = rows.dot(e.row, &fit.weights) + fit.bias;
            assert_eq!(score > 0.0, e.says, "{score}");
        }
        // What both sides share says nothing.
        assert!(fit.weights[2].abs() < 0.05 * fit.weights[0].abs(), "{:?}", fit.weights);
    }

    #[test]
    fn reaches_the_minimum() {
        // At the minimum of half the squared weights plus the costs of errors the gradient is nought.
        let rows = rows(&[&[(0, 1.0)], &[(0, 0.6), (1, 0.8)], &[(1, 1.0)], &[(0, 0.8), (1, -0.6)]]);
        let examples = [
            Example { row: 0, says: true, cost: 2.0 },
            Example { row: 1, says: true, cost: 1.0 },
            Example { row: 2, says: false, cost: 3.0 },
            Example { row: 3, says: false, cost: 0.5 },
        ];
        let fit = fit(&rows, &examples, 2);
        let mut gradient = fit.weights.clone();
        for e in &examples {
            let y = sign(e.says);
            let margin = y * (rows.dot(e.row, &fit.weights) + fit.bias);
            let pull = e.cost * y / (1.0 + libm::exp(margin));
            rows.row(e.row).for_each(|(c, v)| gradient[c] -= pull * v);
        }
        assert!(gradient.iter().all(|g| g.abs() < 0.05), "{gradient:?}");
    }
}
