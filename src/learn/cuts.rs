//! Thresholds from out-of-fold scores, and what is measured at them.
//!
//! What is measured is nested: the threshold for a hand's passages is chosen on the other hands', that for
//! a fold of letters on the other folds. The thresholds that are stored are chosen on all of them.

use super::cross::{CrossValidation, FOLDS, consensus};
use super::inputs::{Inputs, Label};
use crate::vocabulary::{Cut, Cuts, FIRM, HARM, Harm, Measure, Spread, Thresholds};
use std::collections::BTreeMap;

/// One scored text.
#[derive(Copy, Clone, Debug)]
struct Scored {
    id: usize,
    fold: usize,
    score: f32,
    says: bool,
    /// How many judged it: what two raters agree on counts twice.
    weight: usize,
}

/// What a threshold is chosen for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Aim {
    /// The mean of recall and specificity.
    Balance,
    /// Few errors, and a good F1 over all ids.
    Errors,
    /// The F1 of those below the threshold (what is vague).
    BelowF1,
}

/// How strongly an id's own threshold is drawn to that of its group: the share that a step of 1 costs.
const DRAW_BALANCE: f64 = 0.02;
const DRAW_ERRORS: f64 = 0.03;
/// The precision that findings of tone must show.
const FINDING_PRECISION: f64 = 0.9;
/// The same for sentences of letters by the score for harm. Of those that no rater quoted, about half stand
/// beside quoted ones and are of the same manner, so that more than this share is right.
const HARM_PRECISION: f64 = 0.8;
/// Least number of flagged texts on which a precision is believed.
const FINDING_LEAST: usize = 8;

/// Chooses thresholds from out-of-fold scores, and states what nested thresholds reach.
pub fn thresholds(inputs: &Inputs, scores: &CrossValidation) -> Thresholds {
    let hands = inputs.hands();
    let tones: Vec<bool> = (0..inputs.ids.len()).map(|id| inputs.is_tone(id)).collect();
    let mut id: BTreeMap<String, Cuts> = inputs
        .ids
        .iter()
        .zip(&tones)
        .map(|(name, tone)| (name.clone(), Cuts { tone: *tone, ..Cuts::default() }))
        .collect();
    for group in [false, true] {
        let passages: Vec<Scored> = scores
            .passages
            .iter()
            .filter_map(|p| {
                let passage = &inputs.passages[p.passage];
                let fold = hands.iter().position(|h| *h == passage.hand)?;
                let says = passage.label.says();
                (tones[passage.id] == group).then_some(Scored {
                    id: passage.id,
                    fold,
                    score: p.said,
                    says,
                    weight: 1,
                })
            })
            .collect();
        let letters: Vec<Scored> = scores
            .letters
            .iter()
            .flat_map(|l| (0..inputs.ids.len()).map(move |id| (l, id)))
            .filter(|(_, id)| tones[*id] == group)
            .filter_map(|(l, id)| {
                let says = consensus(inputs, l.letter, id).0?;
                let weight = inputs.letters[l.letter].ratings.len();
                Some(Scored { id, fold: l.letter % FOLDS, score: l.said[id], says, weight })
            })
            .collect();
        let mut nested_short = BTreeMap::new();
        let short = choose(&passages, hands.len(), Aim::Balance, &mut nested_short);
        let mut nested_letters = BTreeMap::new();
        let long = choose(&letters, FOLDS, Aim::Errors, &mut nested_letters);
        for (column, name) in inputs.ids.iter().enumerate().filter(|(c, _)| tones[*c] == group) {
            let Some(cuts) = id.get_mut(name) else { continue };
            let both = (short.get(&column), long.get(&column));
            // Where there are no letters to learn from, the bank's threshold must serve.
            let (short, letter) = match both {
                (Some(short), Some(letter)) => (*short, *letter),
                (Some(short), None) => (*short, *short),
                (None, Some(letter)) => (*letter, *letter),
                (None, None) => (0.0, 0.0),
            };
            cuts.said = Cut { short, letter };
            cuts.passages = nested_short.get(&column).copied();
            cuts.letters = nested_letters.get(&column).copied();
        }
    }
    firm_cuts(inputs, scores, &tones, &mut id);
    finding_cuts(inputs, scores, &tones, &mut id);
    Thresholds {
        title: "Thresholds of the trained vocabulary; made by `lettermark lexicon train`".into(),
        id,
        harm: harm_cuts(scores),
        style: style_spreads(inputs, scores),
    }
}

/// From which score a sentence of a letter is worth a look (the best F1 against what any rater quoted), and
/// from which it is a finding (the wanted precision). The thresholds are chosen on the scores that they are
/// measured on, which are out of fold; there are only two of them over some thousand sentences.
fn harm_cuts(scores: &CrossValidation) -> Harm {
    let all: Vec<(f32, bool)> =
        scores.letters.iter().flat_map(|l| &l.sentences).map(|s| (s.harm, s.raters > 0)).collect();
    if all.is_empty() {
        return Harm { look: f32::MAX, finding: f32::MAX, ..Harm::default() };
    }
    let scored: Vec<Scored> = all
        .iter()
        .map(|(score, says)| Scored { id: 0, fold: 0, score: *score, says: *says, weight: 1 })
        .collect();
    let look = best_cut(&scored, Aim::Errors, None).unwrap_or(f32::MAX);
    let finding = precise_cut(all.clone(), HARM_PRECISION).max(look);
    let measure = |cut: f32| {
        let mut measure = Measure::default();
        for (score, says) in &all {
            measure.add(*says, *score >= cut);
        }
        measure
    };
    Harm { look, finding, looks: measure(look), findings: measure(finding) }
}

/// Mean and spread over letters of the mean score of their sentences, for each column.
fn style_spreads(inputs: &Inputs, scores: &CrossValidation) -> BTreeMap<String, Spread> {
    let mut spreads = BTreeMap::new();
    for (column, name) in inputs.ids.iter().map(String::as_str).chain([FIRM, HARM]).enumerate() {
        let means: Vec<f64> =
            scores.letters.iter().filter_map(|l| l.style.get(column)).map(|m| f64::from(*m)).collect();
        if means.len() < 2 {
            continue;
        }
        let count = means.len() as f64;
        let mean = means.iter().sum::<f64>() / count;
        let square = means.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / count;
        spreads.insert(name.to_owned(), Spread { mean: mean as f32, spread: square.sqrt() as f32 });
    }
    spreads
}

/// Chooses one threshold for each id on everything, and counts what thresholds reach that were chosen
/// without the fold they are measured on.
fn choose(
    scored: &[Scored],
    folds: usize,
    aim: Aim,
    nested: &mut BTreeMap<usize, Measure>,
) -> BTreeMap<usize, f32> {
    for fold in 0..folds {
        let others: Vec<Scored> = scored.iter().copied().filter(|s| s.fold != fold).collect();
        let cuts = choose_each(&others, aim);
        for s in scored.iter().filter(|s| s.fold == fold) {
            let Some(cut) = cuts.get(&s.id) else { continue };
            nested.entry(s.id).or_default().add(s.says, s.score >= *cut);
        }
    }
    choose_each(scored, aim)
}

fn choose_each(scored: &[Scored], aim: Aim) -> BTreeMap<usize, f32> {
    let Some(group) = best_cut(scored, aim, None) else { return BTreeMap::new() };
    let mut by_id: BTreeMap<usize, Vec<Scored>> = BTreeMap::new();
    for s in scored {
        by_id.entry(s.id).or_default().push(*s);
    }
    by_id.into_iter().map(|(id, own)| (id, best_cut(&own, aim, Some(group)).unwrap_or(group))).collect()
}

/// The threshold that serves the aim best; an id's own is drawn to its group's.
fn best_cut(scored: &[Scored], aim: Aim, group: Option<f32>) -> Option<f32> {
    let mut sorted: Vec<(f32, bool, usize)> = scored.iter().map(|s| (s.score, s.says, s.weight)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: usize = sorted.iter().map(|(.., weight)| weight).sum();
    let says: usize = sorted.iter().filter(|(_, says, _)| *says).map(|(.., weight)| weight).sum();
    let silent = all - says;
    let (mut missed, mut left) = (0usize, 0usize);
    let mut best: Option<(f64, f32)> = None;
    let mut consider = |cut: f32, missed: usize, left: usize| {
        let (found, alarms) = (says - missed, silent - left);
        let ratio = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let apart = group.map_or(0.0, |g| f64::from((cut - g).abs()));
        let worth = match (aim, group) {
            (Aim::Balance, _) => (ratio(found, says) + ratio(left, silent)) / 2.0 - DRAW_BALANCE * apart,
            (Aim::Errors, None) => ratio(2 * found, 2 * found + missed + alarms),
            (Aim::Errors, Some(_)) => -ratio(missed + alarms, all) - DRAW_ERRORS * apart,
            (Aim::BelowF1, _) => ratio(2 * left, 2 * left + missed + alarms),
        };
        if best.is_none_or(|(w, _)| worth > w + 1e-12) {
            best = Some((worth, cut));
        }
    };
    let mut at = 0;
    while at < sorted.len() {
        let score = sorted[at].0;
        // Half way to the score below, so that the nearest texts lie well on either side.
        let below = at.checked_sub(1).map_or(score - 0.2, |b| sorted[b].0);
        consider((score + below) / 2.0, missed, left);
        while sorted.get(at).is_some_and(|s| s.0 == score) {
            let (_, says, weight) = sorted[at];
            *if says { &mut missed } else { &mut left } += weight;
            at += 1;
        }
    }
    if let Some((last, ..)) = sorted.last() {
        consider(last + 0.1, missed, left);
    }
    if let Some(group) = group {
        let under = &sorted[..sorted.partition_point(|(score, ..)| *score < group)];
        let missed = under.iter().filter(|(_, says, _)| *says).map(|(.., weight)| weight).sum();
        let below: usize = under.iter().map(|(.., weight)| weight).sum();
        consider(group, missed, below - missed);
    }
    best.map(|(_, cut)| cut)
}

/// Present or vague: one threshold for all elements and markers on passages, one on letters, chosen among
/// those that say it.
fn firm_cuts(inputs: &Inputs, scores: &CrossValidation, tones: &[bool], ids: &mut BTreeMap<String, Cuts>) {
    let passages: Vec<Scored> = scores
        .passages
        .iter()
        .map(|p| (p, &inputs.passages[p.passage]))
        .filter(|(_, passage)| !tones[passage.id] && passage.label.says())
        .map(|(p, passage)| Scored {
            id: passage.id,
            fold: 0,
            score: p.firm,
            says: passage.label == Label::Present,
            weight: 1,
        })
        .collect();
    let mut letters = Vec::new();
    for l in &scores.letters {
        for id in (0..inputs.ids.len()).filter(|id| !tones[*id]) {
            if let (Some(true), Some(present)) = consensus(inputs, l.letter, id) {
                let weight = inputs.letters[l.letter].ratings.len();
                letters.push(Scored { id, fold: l.letter % FOLDS, score: l.firm[id], says: present, weight });
            }
        }
    }
    let short = best_cut(&passages, Aim::BelowF1, None).unwrap_or(0.0);
    let letter = best_cut(&letters, Aim::BelowF1, None).unwrap_or(short);
    for (column, name) in inputs.ids.iter().enumerate().filter(|(c, _)| !tones[*c]) {
        let Some(cuts) = ids.get_mut(name) else { continue };
        cuts.firm = Cut { short, letter };
        let mut measure = Measure::default();
        for l in &scores.letters {
            if let (_, Some(present)) = consensus(inputs, l.letter, column) {
                measure.add(present, l.said[column] >= cuts.said.letter && l.firm[column] >= letter);
            }
        }
        cuts.letters_firm = (measure != Measure::default()).then_some(measure);
    }
}

/// Findings of tone: the lowest threshold over all tones at which precision is high enough, on letters
/// (what any rater found counts) and on passages, each on its own.
fn finding_cuts(inputs: &Inputs, scores: &CrossValidation, tones: &[bool], ids: &mut BTreeMap<String, Cuts>) {
    let any_rater = |letter: usize, id: usize| {
        let name = &inputs.ids[id];
        inputs.letters[letter].ratings.iter().any(|r| r.label(name, true) == Some(Label::Present))
    };
    let passages: Vec<(f32, bool)> = scores
        .passages
        .iter()
        .map(|p| (p, &inputs.passages[p.passage]))
        .filter(|(_, passage)| tones[passage.id])
        .map(|(p, passage)| (p.said, passage.label.says()))
        .collect();
    let letters: Vec<(f32, bool)> = scores
        .letters
        .iter()
        .flat_map(|l| (0..tones.len()).filter(|id| tones[*id]).map(move |id| (l, id)))
        .map(|(l, id)| (l.said[id], any_rater(l.letter, id)))
        .collect();
    let short = precise_cut(passages, FINDING_PRECISION);
    let letter = if letters.is_empty() { short } else { precise_cut(letters, FINDING_PRECISION) };
    for (column, name) in inputs.ids.iter().enumerate().filter(|(c, _)| tones[*c]) {
        let Some(cuts) = ids.get_mut(name) else { continue };
        // A finding is at least a look.
        cuts.firm = Cut { short: short.max(cuts.said.short), letter: letter.max(cuts.said.letter) };
        let mut measure = Measure::default();
        for l in &scores.letters {
            measure.add(any_rater(l.letter, column), l.said[column] >= cuts.firm.letter);
        }
        cuts.letters_firm = (measure != Measure::default()).then_some(measure);
    }
}

/// The lowest threshold at or above which the precision is high enough, and stays so; above all scores
/// where there is none.
fn precise_cut(mut scored: Vec<(f32, bool)>, precision: f64) -> f32 {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut cut = scored.first().map_or(0.0, |(score, _)| score + 0.5);
    let mut found = 0usize;
    for (at, (score, says)) in scored.iter().enumerate() {
        found += usize::from(*says);
        let last_of_equals = scored.get(at + 1).is_none_or(|next| next.0 < *score);
        if last_of_equals && at + 1 >= FINDING_LEAST && found as f64 >= precision * (at + 1) as f64 {
            cut = *score;
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(list: &[(f32, bool)]) -> Vec<Scored> {
        list.iter()
            .map(|(score, says)| Scored { id: 0, fold: 0, score: *score, says: *says, weight: 1 })
            .collect()
    }

    #[test]
    fn the_cut_parts_what_says_it_from_what_does_not() {
        let list = scored(&[(-2.0, false), (-1.0, false), (0.5, true), (1.0, true), (0.4, false)]);
        for aim in [Aim::Balance, Aim::Errors] {
            let cut = best_cut(&list, aim, None).unwrap();
            assert!(cut > 0.4 && cut <= 0.5, "{cut}");
        }
    }

    #[test]
    fn few_examples_are_drawn_to_the_group() {
        // One stray example does not move the threshold far from where the group has it.
        let list = scored(&[(-9.0, false), (5.0, true)]);
        assert_eq!(best_cut(&list, Aim::Balance, Some(1.0)), Some(1.0));
    }

    #[test]
    fn findings_must_be_precise() {
        let mut list: Vec<(f32, bool)> = (0..20).map(|i| (10.0 - i as f32 * 0.1, true)).collect();
        list.extend((0..20).map(|i| (5.0 - i as f32 * 0.1, i % 2 == 0)));
        let cut = precise_cut(list, 0.9);
        assert!(cut > 3.0 && cut <= 8.1, "{cut}");
        assert!(precise_cut(vec![(1.0, false); 30], 0.9) > 1.0);
    }
}
