//! An assessment as one line of JSON. It is what `serde_json` would write, byte for byte, which a test holds;
//! most of an assessment is text, and text is copied here in long stretches.

use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    Serializer,
};

type Fault = serde_json::Error;

/// Writes a value as JSON without blanks.
///
/// # Errors
/// Where the value holds what JSON has no form for, or what assessments do not hold.
pub(super) fn write(value: &impl Serialize, out: &mut String) -> Result<(), Fault> {
    value.serialize(Writer { out })
}

struct Writer<'o> {
    out: &'o mut String,
}

/// The list or object that is being written.
struct Open<'o> {
    out: &'o mut String,
    first: bool,
    close: char,
}

impl Open<'_> {
    fn next(&mut self) {
        if self.first {
            self.first = false;
        } else {
            self.out.push(',');
        }
    }

    fn close(self) {
        self.out.push(self.close);
    }
}

/// Adds a text between quotation marks.
fn push_text(out: &mut String, text: &str) {
    out.push('"');
    let mut from = 0;
    while let Some(length) = plain(&text.as_bytes()[from..]) {
        let at = from + length;
        out.push_str(&text[from..at]);
        match text.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x08 => out.push_str("\\b"),
            0x0c => out.push_str("\\f"),
            byte => {
                let digit = |n: u8| char::from(if n < 10 { b'0' + n } else { b'a' - 10 + n });
                out.push_str("\\u00");
                out.push(digit(byte >> 4));
                out.push(digit(byte & 15));
            }
        }
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out.push('"');
}

/// How many bytes stand before the first that JSON writes otherwise; none where there is none such.
fn plain(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // Eight bytes at a time: a byte of `x` is 0, or under 32, where the high bit comes up. A byte behind one
    // that is found may be flagged too, which the search below sets right.
    let zero = |x: u64| x.wrapping_sub(ONES) & !x & HIGH;
    let (whole, rest) = bytes.as_chunks::<8>();
    for (n, chunk) in whole.iter().enumerate() {
        let x = u64::from_ne_bytes(*chunk);
        let control = x.wrapping_sub(ONES * 32) & !x & HIGH;
        if control | zero(x ^ (ONES * 0x22)) | zero(x ^ (ONES * 0x5c)) != 0
            && let Some(at) = chunk.iter().position(is_special)
        {
            return Some(n * 8 + at);
        }
    }
    rest.iter().position(is_special).map(|at| whole.len() * 8 + at)
}

fn is_special(byte: &u8) -> bool {
    *byte < 32 || matches!(byte, b'"' | b'\\')
}

fn push_number(out: &mut String, mut number: u64) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    digits[at..].iter().for_each(|d| out.push(char::from(*d)));
}

fn unknown<T>() -> Result<T, Fault> {
    Err(Fault::custom("assessments hold no such value"))
}

impl<'o> Serializer for Writer<'o> {
    type Ok = ();
    type Error = Fault;
    type SerializeSeq = Open<'o>;
    type SerializeTuple = Open<'o>;
    type SerializeTupleStruct = Impossible<(), Fault>;
    type SerializeTupleVariant = Impossible<(), Fault>;
    type SerializeMap = Open<'o>;
    type SerializeStruct = Open<'o>;
    type SerializeStructVariant = Impossible<(), Fault>;

    fn serialize_bool(self, v: bool) -> Result<(), Fault> {
        self.out.push_str(if v { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, v: i8) -> Result<(), Fault> {
        self.serialize_i64(v.into())
    }

    fn serialize_i16(self, v: i16) -> Result<(), Fault> {
        self.serialize_i64(v.into())
    }

    fn serialize_i32(self, v: i32) -> Result<(), Fault> {
        self.serialize_i64(v.into())
    }

    fn serialize_i64(self, v: i64) -> Result<(), Fault> {
        if v < 0 {
            self.out.push('-');
        }
        push_number(self.out, v.unsigned_abs());
        Ok(())
    }

    fn serialize_u8(self, v: u8) -> Result<(), Fault> {
        self.serialize_u64(v.into())
    }

    fn serialize_u16(self, v: u16) -> Result<(), Fault> {
        self.serialize_u64(v.into())
    }

    fn serialize_u32(self, v: u32) -> Result<(), Fault> {
        self.serialize_u64(v.into())
    }

    fn serialize_u64(self, v: u64) -> Result<(), Fault> {
        push_number(self.out, v);
        Ok(())
    }

    fn serialize_f32(self, v: f32) -> Result<(), Fault> {
        self.out.push_str(&serde_json::to_string(&v)?);
        Ok(())
    }

    fn serialize_f64(self, v: f64) -> Result<(), Fault> {
        self.out.push_str(&serde_json::to_string(&v)?);
        Ok(())
    }

    fn serialize_char(self, v: char) -> Result<(), Fault> {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, v: &str) -> Result<(), Fault> {
        push_text(self.out, v);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Fault> {
        unknown()
    }

    fn serialize_none(self) -> Result<(), Fault> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Fault> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Fault> {
        self.out.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Fault> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Fault> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Fault> {
        unknown()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'o>, Fault> {
        self.out.push('[');
        Ok(Open { out: self.out, first: true, close: ']' })
    }

    fn serialize_tuple(self, length: usize) -> Result<Open<'o>, Fault> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Fault> {
        unknown()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Fault> {
        unknown()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'o>, Fault> {
        self.out.push('{');
        Ok(Open { out: self.out, first: true, close: '}' })
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Open<'o>, Fault> {
        self.serialize_map(Some(length))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Fault> {
        unknown()
    }
}

impl SerializeSeq for Open<'_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.next();
        value.serialize(Writer { out: self.out })
    }

    fn end(self) -> Result<(), Fault> {
        self.close();
        Ok(())
    }
}

impl SerializeTuple for Open<'_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Fault> {
        SerializeSeq::end(self)
    }
}

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        self.next();
        key.serialize(Writer { out: self.out })
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.out.push(':');
        value.serialize(Writer { out: self.out })
    }

    fn end(self) -> Result<(), Fault> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Open<'_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Fault> {
        // The name of a field is plain.
        self.out.push_str(if self.first { "\"" } else { ",\"" });
        self.first = false;
        self.out.push_str(key);
        self.out.push_str("\":");
        value.serialize(Writer { out: self.out })
    }

    fn end(self) -> Result<(), Fault> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn both(value: &impl Serialize) -> (String, String) {
        let mut own = String::new();
        write(value, &mut own).expect("plain data");
        (own, serde_json::to_string(value).expect("plain data"))
    }

    #[test]
    fn values_of_every_kind_are_written_as_elsewhere() {
        let value = serde_json::json!({
            "a": [1, -1, 0, u64::MAX, i64::MIN, 0.1, -2.0, 1e300], "b": null, "c": {}, "d": [], "e": true,
            "é\"": "tab\t line\n \u{0}\u{1f}\u{7f}\u{8}\u{c}\r \\ \" £ 中",
        });
        let (own, other) = both(&value);
        assert_eq!(own, other);
        let (own, other) = both(&(Some(3u8), None::<u8>, 'x', 1.5f32, BTreeMap::from([("k", [1u16, 2])])));
        assert_eq!(own, other);
    }

    proptest! {
        #[test]
        fn every_text_is_written_as_elsewhere(text in "[\\PC\\x00-\\x7f\"\\\\éŁ中]{0,60}") {
            let (own, other) = both(&text);
            prop_assert_eq!(own, other);
        }
    }
}
