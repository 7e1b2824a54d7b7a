//! The weights as they are summed: rows of whole blocks, so that a row is added in steps of one width.

use super::weights::Weights;

/// Weights that are added together.
const BLOCK: usize = 16;
/// How many bytes can be summed up in two without overflow.
const PARTS: usize = 250;

/// The weights of all features, and how rare each feature is.
#[derive(Clone, Debug)]
pub(super) struct Matrix {
    columns: usize,
    /// The blocks of a row.
    blocks: usize,
    cells: Vec<[i8; BLOCK]>,
    /// The square of each feature's rarity.
    squares: Vec<u16>,
}

impl Matrix {
    pub(super) fn new(weights: &Weights) -> Matrix {
        let columns = weights.ids.len();
        let blocks = columns.div_ceil(BLOCK);
        let mut cells = Vec::with_capacity(weights.names.len() * blocks);
        for row in 0..weights.names.len() {
            for part in weights.row(row).chunks(BLOCK) {
                let mut block = [0; BLOCK];
                block[..part.len()].copy_from_slice(part);
                cells.push(block);
            }
        }
        let squares = weights.rarity.iter().map(|r| u16::from(*r) * u16::from(*r)).collect();
        Matrix { columns, blocks, cells, squares }
    }

    /// One weight.
    #[inline]
    pub(super) fn at(&self, row: u32, column: usize) -> i32 {
        let block = self.cells.get(row as usize * self.blocks + column / BLOCK);
        block.map_or(0, |block| i32::from(block[column % BLOCK]))
    }

    /// The squares of how rare some features are, added up.
    pub(super) fn squares(&self, rows: &[u32]) -> u32 {
        rows.iter().map(|row| u32::from(self.squares[*row as usize])).sum()
    }
}

/// Rows added up. Sums of few bytes fit in half the room, which is twice as fast to add.
pub(super) struct Sum<'m> {
    matrix: &'m Matrix,
    part: Vec<[i16; BLOCK]>,
    whole: Vec<i32>,
}

impl<'m> Sum<'m> {
    pub(super) fn of(matrix: &'m Matrix) -> Sum<'m> {
        let (part, whole) = (vec![[0; BLOCK]; matrix.blocks], vec![0; matrix.blocks * BLOCK]);
        Sum { matrix, part, whole }
    }

    /// Adds rows. Nothing is asked between one and the next, so that the memory of many is on its way at once.
    pub(super) fn add(&mut self, rows: &[u32]) {
        let blocks = self.matrix.blocks;
        for some in rows.chunks(PARTS) {
            for row in some {
                let from = *row as usize * blocks;
                for (part, block) in self.part.iter_mut().zip(&self.matrix.cells[from..from + blocks]) {
                    // Whole blocks in and out: the compiler makes a few steps of it.
                    let (sum, weights) = (*part, *block);
                    *part = std::array::from_fn(|n| sum[n].wrapping_add(i16::from(weights[n])));
                }
            }
            for (part, sum) in self.part.iter_mut().flatten().zip(&mut self.whole) {
                *sum += i32::from(std::mem::take(part));
            }
        }
    }

    /// Gives the sums, one a column, and begins anew.
    pub(super) fn take(&mut self, mut each: impl FnMut(&[i32])) {
        each(&self.whole[..self.matrix.columns]);
        self.whole.fill(0);
    }
}

/// The rows of one sentence, in which each counts once. Most are told to be new by one bit.
#[derive(Default)]
pub(super) struct Seen {
    bits: [u64; 32],
    rows: Vec<u32>,
}

impl Seen {
    /// Makes ready for a sentence.
    pub(super) fn clear(&mut self) {
        self.bits = [0; 32];
        self.rows.clear();
    }

    /// Adds a row where it comes for the first time.
    #[inline]
    pub(super) fn add(&mut self, row: u32) {
        let (cell, bit) = (row as usize / 64 % self.bits.len(), 1u64 << (row % 64));
        if self.bits[cell] & bit == 0 || !self.rows.contains(&row) {
            self.bits[cell] |= bit;
            self.rows.push(row);
        }
    }

    /// The rows, in order, each once.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::weights::Id;

    #[test]
    fn sums_hold_more_rows_than_fit_in_half_the_room() {
        let ids = (0..19).map(|n| Id { name: format!("id{n}"), scale: 1.0, bias: 0.0 }).collect();
        let row = |of: i8| (0..19).map(move |n| if n % 2 == 0 { of } else { -of - 1 });
        let weights = Weights {
            ids,
            unseen: 1,
            floor: 1,
            names: ["w:one", "w:two"].into_iter().collect(),
            rarity: vec![255, 3],
            rows: row(127).chain(row(5)).collect(),
        };
        let matrix = Matrix::new(&weights);
        assert_eq!((matrix.squares(&[0]), matrix.squares(&[1, 0])), (65_025, 65_034));
        assert_eq!((matrix.at(0, 18), matrix.at(1, 1), matrix.at(9, 0)), (127, -6, 0));
        let mut sum = Sum::of(&matrix);
        for times in [1, 300, 1000] {
            sum.add(&vec![0; times as usize]);
            sum.add(&[1]);
            let expected: Vec<i32> =
                row(127).zip(row(5)).map(|(a, b)| i32::from(a) * times + i32::from(b)).collect();
            sum.take(|sums| assert_eq!(sums, expected));
        }
    }

    #[test]
    fn a_row_is_new_once_a_sentence() {
        let mut seen = Seen::default();
        // 2,048 rows further on the same bit stands for another row.
        [7, 7, 7 + 2048, 7, 7 + 2048, 8].into_iter().for_each(|row| seen.add(row));
        assert_eq!(seen.rows(), [7, 7 + 2048, 8]);
        seen.clear();
        seen.add(7);
        assert_eq!(seen.rows(), [7]);
    }
}
