//! The weights as they are stored: one byte for each feature and id, and one for how rare the feature is.
//!
//! The file is binary, little-endian: the magic line, the ids with their scale and bias, the rarity of
//! words it does not know, then for each feature its name, rarity and weights. Same training, same bytes.

use super::features::is_name;
use crate::error::{Error, Result};

/// The first bytes of the file.
const MAGIC: &[u8] = b"lettermark vocabulary 1\n";
/// Most ids, features and bytes of a name that a file may state.
const IDS: usize = 256;
const FEATURES: usize = 200_000;

/// Everything that training finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// The ids it judges, in the order of the columns.
    pub ids: Vec<Id>,
    /// The rarity of a feature that is not listed.
    pub unseen: u8,
    /// What is added to the summed squares of rarity, so that a sentence of two words weighs less than one
    /// of twenty.
    pub floor: u32,
    /// The names of the features, in order.
    pub names: Names,
    /// The rarity of each feature, in sixteenths.
    pub rarity: Vec<u8>,
    /// The weights, one row a feature, one column an id.
    pub rows: Vec<i8>,
}

/// The names of the features, in one stretch of text: a program that only scores letters never asks for one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
}

impl Names {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name of a feature; empty where there is no such feature.
    pub fn get(&self, feature: usize) -> &str {
        let end = |n: usize| self.ends.get(n).map_or(0, |e| *e as usize);
        let start = feature.checked_sub(1).map_or(0, end);
        self.text.get(start..end(feature)).unwrap_or("")
    }

    /// All names, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|feature| self.get(feature))
    }
}

impl<N: AsRef<str>> FromIterator<N> for Names {
    fn from_iter<I: IntoIterator<Item = N>>(all: I) -> Names {
        let mut names = Names::default();
        for name in all {
            names.text.push_str(name.as_ref());
            names.ends.push(names.text.len() as u32);
        }
        names
    }
}

/// One judged id.
#[derive(Clone, Debug, PartialEq)]
pub struct Id {
    /// Its name: `decision`, `blame`.
    pub name: String,
    /// What one step of a weight is worth.
    pub scale: f32,
    /// What is added to the sum.
    pub bias: f32,
}

impl Weights {
    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend((self.ids.len() as u32).to_le_bytes());
        for id in &self.ids {
            put_name(&mut out, &id.name);
            out.extend(id.scale.to_le_bytes());
            out.extend(id.bias.to_le_bytes());
        }
        out.push(self.unseen);
        out.extend(self.floor.to_le_bytes());
        out.extend((self.names.len() as u32).to_le_bytes());
        for name in self.names.iter() {
            put_name(&mut out, name);
        }
        out.extend(&self.rarity);
        out.extend(self.rows.iter().map(|w| w.to_le_bytes()[0]));
        out
    }

    /// Reads the file.
    ///
    /// # Errors
    /// Where it is cut short, or not such a file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Weights> {
        let mut input = Input { rest: bytes };
        if input.take(MAGIC.len())? != MAGIC {
            return Err(bad("it does not begin as a file of weights does"));
        }
        let count = input.count(IDS)?;
        let mut ids = Vec::with_capacity(count);
        for _ in 0..count {
            let id = Id { name: input.name()?, scale: input.number()?, bias: input.number()? };
            if !id.scale.is_finite() || !id.bias.is_finite() {
                return Err(bad("a scale is no number"));
            }
            ids.push(id);
        }
        let unseen = input.take(1)?[0];
        let floor = u32::from_le_bytes(input.four()?);
        let features = input.count(FEATURES)?;
        let names = input.names(features)?;
        let rarity = input.take(features)?.to_vec();
        let rows = input.take(features * count)?.iter().map(|b| i8::from_le_bytes([*b])).collect();
        if !input.rest.is_empty() {
            return Err(bad("more follows than it should hold"));
        }
        Ok(Weights { ids, unseen, floor, names, rarity, rows })
    }

    /// The weights of one feature, one an id.
    pub fn row(&self, feature: usize) -> &[i8] {
        &self.rows[feature * self.ids.len()..(feature + 1) * self.ids.len()]
    }
}

fn put_name(out: &mut Vec<u8>, name: &str) {
    // Names are words of letters, and a word longer than that is not taken as a feature.
    out.push(name.len().min(255) as u8);
    out.extend(&name.as_bytes()[..name.len().min(255)]);
}

fn bad(what: &str) -> Error {
    Error::usage(format!("is no file of weights: {what}"))
        .remedy("make it with `lettermark lexicon train`, or take it out of the folder of lexicons")
}

struct Input<'b> {
    rest: &'b [u8],
}

impl<'b> Input<'b> {
    fn take(&mut self, bytes: usize) -> Result<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(bytes).ok_or_else(|| bad("it is cut short"))?;
        self.rest = rest;
        Ok(taken)
    }

    fn four(&mut self) -> Result<[u8; 4]> {
        self.take(4)?.try_into().map_err(|_| bad("it is cut short"))
    }

    fn count(&mut self, most: usize) -> Result<usize> {
        let count = u32::from_le_bytes(self.four()?) as usize;
        if count > most { Err(bad("it states too many of something")) } else { Ok(count) }
    }

    fn number(&mut self) -> Result<f32> {
        Ok(f32::from_le_bytes(self.four()?))
    }

    fn names(&mut self, count: usize) -> Result<Names> {
        let mut names = Names { text: String::with_capacity(count * 16), ends: Vec::with_capacity(count) };
        for _ in 0..count {
            let length = usize::from(self.take(1)?[0]);
            let name = std::str::from_utf8(self.take(length)?).map_err(|_| bad("a name is not UTF-8"))?;
            if !is_name(name) {
                return Err(bad("a feature has a name of no known kind"));
            }
            names.text.push_str(name);
            names.ends.push(names.text.len() as u32);
        }
        Ok(names)
    }

    fn name(&mut self) -> Result<String> {
        let length = usize::from(self.take(1)?[0]);
        let bytes = self.take(length)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| bad("a name is not UTF-8"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Weights {
        Weights {
            ids: vec![
                Id { name: "thanks".into(), scale: 0.5, bias: -1.0 },
                Id { name: "cold".into(), scale: 0.25, bias: 0.0 },
            ],
            unseen: 140,
            floor: 5000,
            names: ["w:grateful", "b:be grateful"].into_iter().collect(),
            rarity: vec![90, 120],
            rows: vec![100, -3, -128, 127],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = small().to_bytes();
        assert_eq!(Weights::from_bytes(&bytes).unwrap(), small());
    }

    #[test]
    fn a_broken_file_is_an_error() {
        let bytes = small().to_bytes();
        for cut in 0..bytes.len() {
            assert!(Weights::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert!(Weights::from_bytes(&longer).is_err());
        let mut other = bytes;
        other[3] = b'x';
        assert!(Weights::from_bytes(&other).is_err());
    }
}
