//! Fields: instructions to Word, whose last result is what the reader sees.

/// The fields that are open, one inside the other.
#[derive(Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// How many of them are still in their instruction.
    instructions: usize,
    /// Merge fields so far.
    pub merge_fields: usize,
}

#[derive(Default)]
struct Field {
    instruction: String,
    /// Whether the result has begun.
    result: bool,
}

/// Characters of an instruction that are kept: its name and the prompt that one kind of field shows.
const KEPT: usize = 2_000;

impl Fields {
    /// Takes a field that holds its instruction in one attribute.
    pub fn simple(&mut self, instruction: &str) {
        self.count(instruction);
    }

    /// Takes the begin, the separator or the end of a field. Gives the text that a field without a
    /// result shows all the same, if it does.
    pub fn character(&mut self, kind: Option<&str>) -> Option<String> {
        match kind {
            Some("begin") => {
                self.open.push(Field::default());
                self.instructions += 1;
            }
            Some("separate") => {
                if let Some(field) = self.open.last_mut()
                    && !std::mem::replace(&mut field.result, true)
                {
                    self.instructions -= 1;
                    let instruction = std::mem::take(&mut field.instruction);
                    self.count(&instruction);
                }
            }
            Some("end") => {
                let field = self.open.pop()?;
                if !field.result {
                    self.instructions -= 1;
                    self.count(&field.instruction);
                    return prompt(&field.instruction);
                }
            }
            _ => {}
        }
        None
    }

    /// Takes a piece of the innermost field's instruction.
    pub fn instruction(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut()
            && !field.result
            && field.instruction.len() < KEPT
        {
            field.instruction.extend(text.chars().take(KEPT));
        }
    }

    /// Whether text at this place is seen: it lies in no instruction.
    pub fn shows(&self) -> bool {
        self.instructions == 0
    }

    /// Whether a field's instruction has begun and not ended.
    pub fn is_open(&self) -> bool {
        !self.shows()
    }

    fn count(&mut self, instruction: &str) {
        let name = instruction.split_whitespace().next().unwrap_or_default();
        self.merge_fields += usize::from(name.eq_ignore_ascii_case("MERGEFIELD"));
    }
}

/// The prompt of a field such as `MACROBUTTON NoMacro [Click and type a name]`, which has no result.
fn prompt(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start();
    let (name, rest) = rest.split_once(char::is_whitespace)?;
    if !name.eq_ignore_ascii_case("MACROBUTTON") && !name.eq_ignore_ascii_case("GOTOBUTTON") {
        return None;
    }
    let (_, shown) = rest.trim_start().split_once(char::is_whitespace)?;
    Some(shown.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_is_hidden_and_a_result_shown() {
        let mut fields = Fields::default();
        fields.character(Some("begin"));
        fields.instruction(" MERGE");
        fields.instruction("FIELD Name ");
        assert!(!fields.shows());
        fields.character(Some("separate"));
        assert!(fields.shows());
        fields.character(Some("end"));
        assert_eq!((fields.merge_fields, fields.is_open()), (1, false));
    }

    #[test]
    fn a_field_inside_an_instruction_stays_hidden() {
        let mut fields = Fields::default();
        fields.character(Some("begin"));
        fields.character(Some("begin"));
        fields.instruction("mergefield Sex");
        fields.character(Some("separate"));
        assert!(!fields.shows());
        fields.character(Some("end"));
        fields.character(Some("end"));
        assert_eq!((fields.merge_fields, fields.shows()), (1, true));
        assert_eq!(fields.character(Some("end")), None);
    }

    #[test]
    fn a_prompt_is_shown_without_a_result() {
        let mut fields = Fields::default();
        fields.character(Some("begin"));
        fields.instruction(" MACROBUTTON  NoMacro [Type the name here] ");
        assert_eq!(fields.character(Some("end")), Some("[Type the name here]".into()));
    }
}
