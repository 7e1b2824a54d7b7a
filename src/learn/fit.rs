//! One fit for each id, and the weights that are stored.

use super::inputs::{Inputs, Label};
use super::logistic::{Example, Fit, fit};
use super::samples::{Dictionary, Rarity, Sample, Samples, quoted, raters_hurt};
use crate::vocabulary::{FIRM, HARM, Id, Weights};

/// How the weights are fitted.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// What an error on a passage costs, against the squared weights.
    pub cost: f64,
    /// The same for a tone: its turns of phrase are more various, so its weights are held back more.
    pub tone_cost: f64,
    /// What all plain sentences of letters together cost, against all passages of an id.
    pub letters: f64,
    /// What a sentence that a rater quoted costs, against a passage.
    pub quotes: f64,
    /// What all passages of elements and markers together cost as plain text in the fit of a tone, against
    /// the tone's own passages.
    pub plain: f64,
    /// What an error between firm and vague costs.
    pub firm: f64,
    /// What an error between harmful and harmless wording costs.
    pub harm: f64,
    /// What all passages of elements and markers together cost as harmless, against all passages of tones.
    pub harm_plain: f64,
    /// The same for all sentences of letters that no rater quoted.
    pub harm_letters: f64,
    /// What an error on a kind and decision costs.
    pub decision: f64,
    /// How much of the score for harm goes into the score of each tone.
    pub harm_share: f64,
    /// What is added to the summed squares of rarity (in sixteenths) of a text.
    pub floor: u32,
    /// A feature that fewer sentences hold is stored only where a weight of it is at least so many steps.
    pub least: u8,
}

impl Default for Recipe {
    fn default() -> Recipe {
        Recipe {
            cost: 20.0,
            tone_cost: 12.0,
            letters: 0.3,
            quotes: 0.7,
            plain: 0.1,
            firm: 10.0,
            harm: 20.0,
            harm_plain: 0.1,
            harm_letters: 2.0,
            decision: 10.0,
            harm_share: 0.5,
            floor: 300 * 256,
            least: 6,
        }
    }
}

/// Which texts are trained on.
pub(super) struct Part {
    /// Of each passage, whether.
    pub passages: Vec<bool>,
    /// Of each letter, whether.
    pub letters: Vec<bool>,
}

/// What does not change from fold to fold.
pub(super) struct Prepared<'i> {
    pub inputs: &'i Inputs,
    pub samples: Samples,
    /// For each id and letter, the windows that raters quoted.
    quoted: Vec<Vec<usize>>,
    /// For each id and letter, whether all raters say absent.
    absent: Vec<Vec<bool>>,
    /// For each window, how many raters quoted it, or a part of it, for any tone.
    pub harmed: Vec<usize>,
}

impl<'i> Prepared<'i> {
    pub fn new(inputs: &'i Inputs) -> Prepared<'i> {
        let samples = Samples::read(inputs);
        let mut quotes = Vec::new();
        let mut absent = Vec::new();
        for (column, id) in inputs.ids.iter().enumerate() {
            let tone = inputs.is_tone(column);
            let mut of_id = Vec::new();
            let mut from = 0;
            let mut absent_of_id = Vec::new();
            for (at, rated) in inputs.letters.iter().enumerate() {
                let count = samples.windows[from..].iter().take_while(|w| w.of == at).count();
                let windows: &[Sample] = &samples.windows[from..from + count];
                of_id.extend(quoted(rated, windows, id).into_iter().map(|w| w + from));
                from += count;
                let labels: Vec<_> = rated.ratings.iter().map(|r| r.label(id, tone)).collect();
                absent_of_id.push(!labels.is_empty() && labels.iter().all(|l| *l == Some(Label::Absent)));
            }
            quotes.push(of_id);
            absent.push(absent_of_id);
        }
        let mut harmed = Vec::with_capacity(samples.windows.len());
        for (at, rated) in inputs.letters.iter().enumerate() {
            let count = samples.windows[harmed.len()..].iter().take_while(|w| w.of == at).count();
            harmed.extend(raters_hurt(rated, &samples.windows[harmed.len()..][..count]));
        }
        Prepared { inputs, samples, quoted: quotes, absent, harmed }
    }

    /// Fits all ids on a part of the texts.
    pub fn train(&self, recipe: &Recipe, part: &Part) -> Weights {
        let rarity = self.samples.rarity(&part.passages, &part.letters);
        let mut all = self.samples.passages.clone();
        let passages = all.len();
        all.extend(self.samples.windows.iter().cloned());
        let rows = self.samples.rows(&all, &rarity, recipe.floor);
        let columns = rarity.of.len();
        let mut fits: Vec<Fit> = (0..self.inputs.ids.len())
            .map(|id| fit(&rows, &self.examples(id, recipe, part, passages), columns))
            .collect();
        fits.push(fit(&rows, &self.firm_examples(recipe, part, passages), columns));
        let harm = fit(&rows, &self.harm_examples(recipe, part, passages), columns);
        for (id, own) in fits.iter_mut().enumerate() {
            if id < self.inputs.ids.len() && self.inputs.is_tone(id) {
                own.add(&harm, recipe.harm_share);
            }
        }
        fits.push(harm);
        let columns: Vec<&str> = self.inputs.ids.iter().map(String::as_str).chain([FIRM, HARM]).collect();
        store(&columns, &fits, &rarity, &self.samples.dictionary, recipe)
    }

    /// The labelled rows of one id.
    fn examples(&self, id: usize, recipe: &Recipe, part: &Part, passages: usize) -> Vec<Example> {
        let own: Vec<(usize, bool)> = self
            .inputs
            .passages
            .iter()
            .enumerate()
            .filter(|(at, p)| p.id == id && part.passages[*at])
            .map(|(at, p)| (at, p.label.says()))
            .collect();
        let saying = own.iter().filter(|(_, says)| *says).count();
        let silent = own.len() - saying;
        let half = own.len() as f64 / 2.0;
        let error = if self.inputs.is_tone(id) { recipe.tone_cost } else { recipe.cost };
        let cost = |count: usize| if count == 0 { 0.0 } else { error * half / count as f64 };
        let mut examples: Vec<Example> = own
            .iter()
            .map(|(row, says)| Example {
                row: *row,
                says: *says,
                cost: cost(if *says { saying } else { silent }),
            })
            .collect();
        let plain: Vec<usize> = self
            .samples
            .windows
            .iter()
            .enumerate()
            .filter(|(_, w)| part.letters[w.of] && self.absent[id][w.of])
            .map(|(at, _)| at)
            .collect();
        let each = recipe.letters * cost(plain.len());
        if each > 0.0 {
            examples.extend(plain.iter().map(|at| Example { row: passages + at, says: false, cost: each }));
        }
        if self.inputs.is_tone(id) {
            let others: Vec<usize> = (0..passages)
                .filter(|at| part.passages[*at] && !self.inputs.is_tone(self.inputs.passages[*at].id))
                .collect();
            let each = recipe.plain * cost(others.len());
            if each > 0.0 {
                examples.extend(others.iter().map(|at| Example { row: *at, says: false, cost: each }));
            }
        }
        let quoted: Vec<usize> =
            self.quoted[id].iter().copied().filter(|at| part.letters[self.samples.windows[*at].of]).collect();
        // However many letters say it, what they quote never outweighs the bank.
        let each = recipe.quotes * error * (half / quoted.len().max(1) as f64).min(1.0);
        if each > 0.0 {
            examples.extend(quoted.iter().map(|at| Example { row: passages + at, says: true, cost: each }));
        }
        examples
    }

    /// What tells firm from vague, over all ids together: passages labelled the one or the other, and what
    /// raters quoted for the one or the other.
    fn firm_examples(&self, recipe: &Recipe, part: &Part, passages: usize) -> Vec<Example> {
        let mut rows: Vec<(usize, bool)> = Vec::new();
        let vague: Vec<bool> = (0..self.inputs.ids.len()).map(|id| !self.inputs.is_tone(id)).collect();
        for (at, passage) in self.inputs.passages.iter().enumerate() {
            if part.passages[at] && vague[passage.id] && passage.label.says() {
                rows.push((at, passage.label == Label::Present));
            }
        }
        for (id, _) in vague.iter().enumerate().filter(|(_, v)| **v) {
            for window in &self.quoted[id] {
                let letter = self.samples.windows[*window].of;
                let labels = self.inputs.letters[letter].ratings.iter();
                let mut labels = labels.map(|r| r.label(&self.inputs.ids[id], false));
                // Only where the raters agree which it is.
                let first = labels.next().flatten().filter(|l| l.says());
                if let Some(first) = first.filter(|f| part.letters[letter] && labels.all(|l| l == Some(*f))) {
                    rows.push((passages + window, first == Label::Present));
                }
            }
        }
        let firm = rows.iter().filter(|(_, firm)| *firm).count();
        let half = rows.len() as f64 / 2.0;
        let cost = |count: usize| if count == 0 { 0.0 } else { recipe.firm * half / count as f64 };
        let costs = (cost(rows.len() - firm), cost(firm));
        rows.iter()
            .map(|(row, says)| Example {
                row: *row,
                says: *says,
                cost: if *says { costs.1 } else { costs.0 },
            })
            .filter(|e| e.cost > 0.0)
            .collect()
    }

    /// What tells harmful wording from harmless: the passages of all tones, those of elements and markers as
    /// plain text, and every sentence of letters, by whether a rater quoted it.
    fn harm_examples(&self, recipe: &Recipe, part: &Part, passages: usize) -> Vec<Example> {
        let of = |keep: &dyn Fn(&super::Passage) -> bool| -> Vec<usize> {
            let all = self.inputs.passages.iter().enumerate();
            all.filter(|(at, p)| part.passages[*at] && keep(p)).map(|(at, _)| at).collect()
        };
        let tone = |p: &super::Passage| self.inputs.is_tone(p.id);
        let saying = of(&|p| tone(p) && p.label.says());
        let silent = of(&|p| tone(p) && !p.label.says());
        let others = of(&|p| !tone(p));
        let mut hurt = Vec::new();
        let mut plain = Vec::new();
        for (at, (window, raters)) in self.samples.windows.iter().zip(&self.harmed).enumerate() {
            // One sentence at a time: a pair would only say again what its halves say.
            if part.letters[window.of] && window.sentences.len() == 1 {
                if *raters > 0 { &mut hurt } else { &mut plain }.push(passages + at);
            }
        }
        let half = (saying.len() + silent.len()) as f64 / 2.0;
        let share = |weight: f64, rows: &[usize]| weight * half / rows.len().max(1) as f64;
        // However many letters there are, what raters quote never outweighs the bank.
        let quoted = share(1.0, &hurt).min(1.0);
        let groups = [
            (&saying, true, share(1.0, &saying)),
            (&silent, false, share(1.0, &silent)),
            (&others, false, share(recipe.harm_plain, &others)),
            (&hurt, true, quoted),
            (&plain, false, share(recipe.harm_letters, &plain)),
        ];
        let mut examples = Vec::new();
        for (rows, says, cost) in groups {
            examples.extend(rows.iter().map(|row| Example { row: *row, says, cost: recipe.harm * cost }));
        }
        examples
    }
}

/// Rounds the weights to bytes and leaves out features that weigh nothing.
pub(super) fn store(
    columns: &[&str],
    fits: &[Fit],
    rarity: &Rarity,
    dictionary: &Dictionary,
    recipe: &Recipe,
) -> Weights {
    // In a row a feature's value is its rarity over the length; the rarity goes into the weight.
    let worth = |fit: &Fit, feature: usize| {
        rarity.of[feature].map_or(0.0, |rare| fit.weights[feature] * f64::from(rare))
    };
    let ids: Vec<Id> = fits
        .iter()
        .zip(columns)
        .map(|(fit, name)| {
            let most = (0..rarity.of.len()).map(|f| worth(fit, f).abs()).fold(1e-9, f64::max);
            Id { name: (*name).to_owned(), scale: (most / 127.0) as f32, bias: fit.bias as f32 }
        })
        .collect();
    let mut kept: Vec<(&str, u8, Vec<i8>)> = Vec::new();
    for (feature, rare) in rarity.of.iter().enumerate() {
        let Some(rare) = rare else { continue };
        let row: Vec<i8> = fits
            .iter()
            .zip(&ids)
            .map(|(fit, id)| libm::round(worth(fit, feature) / f64::from(id.scale)) as i8)
            .collect();
        let common = rarity.unseen - rare >= COMMON;
        if common || row.iter().any(|w| w.unsigned_abs() >= recipe.least) {
            kept.push((&dictionary.names[feature], *rare, row));
        }
    }
    kept.sort_by(|a, b| a.0.cmp(b.0));
    Weights {
        ids,
        unseen: rarity.unseen,
        floor: recipe.floor,
        names: kept.iter().map(|(name, ..)| (*name).to_owned()).collect(),
        rarity: kept.iter().map(|(_, rare, _)| *rare).collect(),
        rows: kept.into_iter().flat_map(|(.., row)| row).collect(),
    }
}

/// A feature that is so much less rare than an unknown one, in sixteenths of a natural logarithm (about
/// ten sentences), is always stored: its rarity belongs to the length.
const COMMON: u8 = 37;
