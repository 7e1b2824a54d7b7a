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

    /// The square of how rare a feature is.
    #[inline]
    pub(super) fn square(&self, row: u32) -> u32 {
        u32::from(self.squares[row as usize])
    }
}

/// Rows added up. Sums of few bytes fit in half the room, which is twice as fast to add.
pub(super) struct Sum<'m> {
    matrix: &'m Matrix,
    part: Vec<[i16; BLOCK]>,
    parts: usize,
    whole: Vec<i32>,
}

impl<'m> Sum<'m> {
    pub(super) fn of(matrix: &'m Matrix) -> Sum<'m> {
        let (part, whole) = (vec![[0; BLOCK]; matrix.blocks], vec![0; matrix.blocks * BLOCK]);
        Sum { matrix, part, parts: 0, whole }
    }

    /// Adds a row.
    #[inline]
    pub(super) fn add(&mut self, row: u32) {
        if self.parts == PARTS {
            self.carry();
        }
        self.parts += 1;
        let from = row as usize * self.matrix.blocks;
        for (part, block) in self.part.iter_mut().zip(&self.matrix.cells[from..from + self.matrix.blocks]) {
            for (part, weight) in part.iter_mut().zip(block) {
                *part += i16::from(*weight);
            }
        }
    }

    /// Moves sums on to where there is more room.
    fn carry(&mut self) {
        self.parts = 0;
        for (part, sum) in self.part.iter_mut().flatten().zip(&mut self.whole) {
            *sum += i32::from(std::mem::take(part));
        }
    }

    /// Gives the sums, one a column, and begins anew.
    pub(super) fn take(&mut self, mut each: impl FnMut(&[i32])) {
        self.carry();
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

    /// Whether a row comes for the first time.
    #[inline]
    pub(super) fn is_new(&mut self, row: u32) -> bool {
        let (cell, bit) = (row as usize / 64 % self.bits.len(), 1u64 << (row % 64));
        if self.bits[cell] & bit != 0 && self.rows.contains(&row) {
            return false;
        }
        self.bits[cell] |= bit;
        self.rows.push(row);
        true
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
        assert_eq!((matrix.square(0), matrix.square(1)), (65_025, 9));
        assert_eq!((matrix.at(0, 18), matrix.at(1, 1), matrix.at(9, 0)), (127, -6, 0));
        let mut sum = Sum::of(&matrix);
        for times in [1, 300, 1000] {
            (0..times).for_each(|_| sum.add(0));
            sum.add(1);
            let expected: Vec<i32> =
                row(127).zip(row(5)).map(|(a, b)| i32::from(a) * times + i32::from(b)).collect();
            sum.take(|sums| assert_eq!(sums, expected));
        }
    }

    #[test]
    fn a_row_is_new_once_a_sentence() {
        let mut seen = Seen::default();
        // 2,048 rows further on the same bit stands for another row.
        assert_eq!(
            [7, 7, 7 + 2048, 7, 7 + 2048, 8].map(|r| seen.is_new(r)),
            [true, false, true, false, false, true]
        );
        seen.clear();
        assert!(seen.is_new(7));
    }
}
