//! Compiled entries as bytes: the build script writes them, and the program reads them at its start instead of
//! reading and compiling the files anew.

use super::entry::{Blocks, Concept, Entry, Guards, Mode, Strength};
use super::parse::Parsed;
use super::program::{Compiled, Do, GuardSet, Program, Step, Wake};
use crate::criterion::{Criterion, Severity};
use crate::hashing::Lookup;

/// The bytes of all that was read and compiled.
#[allow(dead_code)] // The program itself only reads.
pub(super) fn to_bytes(parsed: &Parsed, compiled: &Compiled) -> Vec<u8> {
    let mut out = Vec::new();
    parsed.put(&mut out);
    compiled.put(&mut out);
    out
}

/// What the bytes stand for; none where they are cut short or empty.
pub(super) fn from_bytes(bytes: &[u8]) -> Option<(Parsed, Compiled)> {
    let mut input = Input { rest: bytes };
    let both = (Parsed::get(&mut input)?, Compiled::get(&mut input)?);
    input.rest.is_empty().then_some(both)
}

struct Input<'b> {
    rest: &'b [u8],
}

impl<'b> Input<'b> {
    fn take(&mut self, bytes: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(bytes)?;
        self.rest = rest;
        Some(taken)
    }
}

/// What can be written as bytes and read again.
trait Bytes: Sized {
    #[allow(dead_code)] // The program itself only reads.
    fn put(&self, out: &mut Vec<u8>);
    fn get(input: &mut Input<'_>) -> Option<Self>;
}

impl Bytes for u32 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn get(input: &mut Input<'_>) -> Option<u32> {
        Some(u32::from_le_bytes(*input.take(4)?.first_chunk()?))
    }
}

impl Bytes for u64 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn get(input: &mut Input<'_>) -> Option<u64> {
        Some(u64::from_le_bytes(*input.take(8)?.first_chunk()?))
    }
}

impl Bytes for usize {
    fn put(&self, out: &mut Vec<u8>) {
        // All numbers here count things of one file set.
        (*self as u32).put(out);
    }

    fn get(input: &mut Input<'_>) -> Option<usize> {
        u32::get(input).map(|n| n as usize)
    }
}

impl Bytes for u16 {
    fn put(&self, out: &mut Vec<u8>) {
        u32::from(*self).put(out);
    }

    fn get(input: &mut Input<'_>) -> Option<u16> {
        u32::get(input)?.try_into().ok()
    }
}

impl Bytes for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn get(input: &mut Input<'_>) -> Option<bool> {
        Some(input.take(1)?[0] == 1)
    }
}

impl Bytes for char {
    fn put(&self, out: &mut Vec<u8>) {
        u32::from(*self).put(out);
    }

    fn get(input: &mut Input<'_>) -> Option<char> {
        char::from_u32(u32::get(input)?)
    }
}

impl Bytes for String {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        out.extend(self.as_bytes());
    }

    fn get(input: &mut Input<'_>) -> Option<String> {
        let length = usize::get(input)?;
        std::str::from_utf8(input.take(length)?).ok().map(str::to_owned)
    }
}

impl<T: Bytes> Bytes for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        self.iter().for_each(|some| some.put(out));
    }

    fn get(input: &mut Input<'_>) -> Option<Option<T>> {
        if bool::get(input)? { T::get(input).map(Some) } else { Some(None) }
    }
}

impl<T: Bytes> Bytes for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        self.iter().for_each(|each| each.put(out));
    }

    fn get(input: &mut Input<'_>) -> Option<Vec<T>> {
        let length = usize::get(input)?;
        // Each takes a byte at least.
        let mut all = Vec::with_capacity(length.min(input.rest.len()));
        for _ in 0..length {
            all.push(T::get(input)?);
        }
        Some(all)
    }
}

impl<T: Bytes> Bytes for Box<[T]> {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        self.iter().for_each(|each| each.put(out));
    }

    fn get(input: &mut Input<'_>) -> Option<Box<[T]>> {
        Vec::get(input).map(Vec::into)
    }
}

impl<A: Bytes, B: Bytes> Bytes for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn get(input: &mut Input<'_>) -> Option<(A, B)> {
        Some((A::get(input)?, B::get(input)?))
    }
}

impl Bytes for Lookup {
    fn put(&self, out: &mut Vec<u8>) {
        let (text, ends, slots) = self.parts();
        text.to_owned().put(out);
        ends.to_vec().put(out);
        slots.to_vec().put(out);
    }

    fn get(input: &mut Input<'_>) -> Option<Lookup> {
        Some(Lookup::from_parts(Bytes::get(input)?, Bytes::get(input)?, Bytes::get(input)?))
    }
}

impl Bytes for Blocks {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }

    fn get(input: &mut Input<'_>) -> Option<Blocks> {
        u16::get(input).map(Blocks)
    }
}

/// A value of a short list, as its place there.
macro_rules! listed {
    ($type:ident, $all:expr) => {
        impl Bytes for $type {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend($all.iter().position(|one| one == self).map(|place| place as u8));
            }

            fn get(input: &mut Input<'_>) -> Option<$type> {
                $all.get(usize::from(input.take(1)?[0])).copied()
            }
        }
    };
}

listed!(Criterion, Criterion::ALL);
listed!(Severity, [Severity::Look, Severity::Minor, Severity::Major, Severity::Critical]);
listed!(Strength, Strength::ALL);
listed!(Mode, Mode::ALL);
listed!(Do, [Do::Symbol, Do::Any, Do::Gap, Do::Seq, Do::OneOf, Do::Optional, Do::Start, Do::End]);

/// A struct, field by field.
macro_rules! fields {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl Bytes for $type {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$field.put(out);)*
            }

            fn get(input: &mut Input<'_>) -> Option<$type> {
                Some($type { $($field: Bytes::get(input)?),* })
            }
        }
    };
}

fields!(Step { what, count, at });
fields!(Program { parts, needs, owner, words });
fields!(Wake { program, need });
fields!(GuardSet { negated, quoted, blocks, unless, not_before, not_after, near, near_sentences });
fields!(Compiled {
    words,
    word_ends,
    word_symbols,
    wake_ends,
    wakes,
    member_ends,
    members,
    steps,
    needs,
    programs,
    guards,
    symbols,
    negation,
    not_negation,
    clause_break,
});
fields!(Guards { negated, quoted, blocks, unless, not_before, not_after, near, near_sentences });
fields!(Entry {
    id,
    criterion,
    category,
    strength,
    severity,
    level,
    plain,
    message,
    advice,
    why,
    source,
    matches,
    guards,
    yes,
    no,
    title,
    file,
    line,
});
fields!(Concept { id, about, any, file, line });
fields!(Parsed { entries, concepts });

#[cfg(test)]
mod tests {
    use super::super::embedded::COMPILED;
    use super::super::{Files, read};
    use super::*;

    #[test]
    fn what_was_compiled_while_building_is_what_the_files_come_to() {
        let files = Files::embedded();
        let (parsed, compiled) = read(&files).expect("the built-in lexicons");
        assert!(to_bytes(&parsed, &compiled) == COMPILED, "the build script made something else");
        let (again, compiled) = from_bytes(COMPILED).expect("whole");
        assert!(to_bytes(&again, &compiled) == COMPILED);
        assert!(files.have_the_built_in_entries());
    }

    #[test]
    fn bytes_cut_short_are_not_taken() {
        for cut in [0, 1, 100, COMPILED.len() / 2, COMPILED.len() - 1] {
            assert!(from_bytes(&COMPILED[..cut]).is_none(), "cut at {cut}");
        }
    }
}
