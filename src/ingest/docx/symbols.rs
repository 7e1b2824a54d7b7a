//! Characters of symbol fonts, which Word stores by their place in the font.

/// What a symbol stands for in plain text: a bullet, a tick, a box, an arrow or a blank.
///
/// `code` is the hexadecimal number in the file; symbol fonts lie in the private use area from F000.
pub(super) fn symbol(font: &str, code: &str) -> char {
    let Ok(code) = u32::from_str_radix(code, 16) else { return ' ' };
    let place = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let font = font.to_lowercase();
    if font.starts_with("wingdings 2") {
        return match place {
            0x50 => '✓',
            0x52 => '☑',
            0x4F | 0x51 | 0x53 | 0x54 => '☒',
            0x2A | 0xA3 => '☐',
            _ => ' ',
        };
    }
    if font.starts_with("wingdings") || font.starts_with("webdings") {
        return match place {
            0x6C | 0x6E | 0x71..=0x77 | 0x9F | 0xA7 => '•',
            0x28 | 0x29 => '☎',
            0x2A | 0x2B => '✉',
            0x4A => '☺',
            0x6F | 0x70 | 0xA8 => '☐',
            0xD8 | 0xE0 | 0xE8 | 0xF0 => '→',
            0xFC => '✓',
            0xFB => '✗',
            0xFD => '☒',
            0xFE => '☑',
            _ => ' ',
        };
    }
    if font.starts_with("symbol") {
        return match place {
            0xB7 => '•',
            0x2D => '–',
            0xA3 => '≤',
            0xAE => '→',
            0xB0 => '°',
            0xB1 => '±',
            0xD2 => '®',
            0xD3 => '©',
            0xD4 => '™',
            0x20..=0x40 => char::from_u32(place).unwrap_or(' '),
            _ => ' ',
        };
    }
    char::from_u32(code).filter(|c| !c.is_control() && !('\u{E000}'..='\u{F8FF}').contains(c)).unwrap_or(' ')
}

/// The character that a newer file names beside a picture of it (`w16se:symEx`).
pub(super) fn extended(code: &str) -> Option<char> {
    u32::from_str_radix(code, 16).ok().and_then(char::from_u32).filter(|c| !c.is_control())
}
