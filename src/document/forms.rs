//! The different words of a letter, each once: what is to be known of a word is looked up once a letter
//! and not at each of its places.

use super::Word;
use crate::hashing::hash_of;

/// How many slots are tried for a word. Words that crowd into one stretch, as only a text made for it has
/// them, count as different each time: a form too many costs a look-up and changes nothing.
const TRIES: usize = 16;

/// The forms of a letter, in order of their first place.
#[derive(Clone, Debug, Default)]
pub(super) struct Forms {
    /// For each word its form.
    of_word: Vec<u32>,
    /// For each form the first word that has it, and the hash of its text.
    first: Vec<(u32, u64)>,
}

impl Forms {
    pub fn of(words: &[Word], folded: &str) -> Forms {
        let mut forms =
            Forms { of_word: Vec::with_capacity(words.len()), first: Vec::with_capacity(words.len() / 2) };
        let size = (words.len() * 2).next_power_of_two();
        let mut slots = vec![0u32; size];
        let text = |at: usize| {
            let (from, to) = words[at].folded;
            &folded[from as usize..to as usize]
        };
        for at in 0..words.len() {
            let word = text(at);
            let hash = hash_of(word);
            let mut slot = (hash >> 32) as usize & (size - 1);
            let mut tries = 0;
            let form = loop {
                let held = slots[slot];
                if held == 0 || tries == TRIES {
                    forms.first.push((at as u32, hash));
                    let form = forms.first.len() as u32;
                    slots[slot] = form;
                    break form - 1;
                }
                let (first, known) = forms.first[held as usize - 1];
                if known == hash && text(first as usize) == word {
                    break held - 1;
                }
                slot = (slot + 1) & (size - 1);
                tries += 1;
            };
            forms.of_word.push(form);
        }
        forms
    }

    pub fn count(&self) -> usize {
        self.first.len()
    }

    pub fn of_word(&self, word: usize) -> usize {
        self.of_word[word] as usize
    }

    /// The first word of each form, and its hash.
    pub fn all(&self) -> impl Iterator<Item = (usize, u64)> {
        self.first.iter().map(|(word, hash)| (*word as usize, *hash))
    }

    pub fn first(&self, form: usize) -> (usize, u64) {
        let (word, hash) = self.first[form];
        (word as usize, hash)
    }
}
