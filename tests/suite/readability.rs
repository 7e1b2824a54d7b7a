//! The formulas on whole texts: against another program, and on the same words laid out differently.

use lettermark::criteria::readability::{Measurements, Rules};
use lettermark::document::Letter;
use lettermark::ingest::Source;
use lettermark::lexicon::Files;

fn rules() -> Rules {
    Rules::load(&Files::embedded()).expect("the embedded data load")
}

fn measure(rules: &Rules, text: &str) -> Measurements {
    rules.measure(&Letter::read(Source::from_text(text)))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[test]
fn flesch_and_flesch_kincaid_agree_with_another_program() {
    let rules = rules();
    let (mut ease, mut grade) = (Vec::new(), Vec::new());
    for line in include_str!("../data/readability.tsv").lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [their_ease, their_grade] = [0, 1].map(|n| cells[n].parse::<f64>().expect("a number"));
        let ours = measure(&rules, cells[5]).formulas;
        ease.push((ours.flesch_reading_ease - their_ease).abs());
        grade.push((ours.flesch_kincaid - their_grade).abs());
    }
    assert_eq!(ease.len(), 200);
    let (ease, grade) = (median(ease), median(grade));
    println!("median difference: Flesch {ease:.2}, Flesch-Kincaid {grade:.2}");
    assert!(ease <= 2.0, "Flesch Reading Ease differs by {ease:.2}");
    assert!(grade <= 0.35, "Flesch-Kincaid differs by {grade:.2}");
}

const SENTENCES: [&str; 8] = [
    "I am writing to tell you what we have decided about the burglary at your home in March.",
    "A man was arrested a week later, and he has now admitted that he broke in through the kitchen window.",
    "He will come before the magistrates on Monday, and you need not be there unless you would like to be.",
    "The court can order him to pay you for the door, the glass and the things that were never found.",
    "If you want that, please send the officer a list of what you lost, with receipts where you have them.",
    "Your neighbour's camera was a great help, and so was the careful description that you gave us.",
    "I know how shaken you were, and that you have not slept well in the house since it happened.",
    "The local support service can visit you, fit a stronger lock and talk with you for as long as you need.",
];

fn letter(body: &str, signature: &str) -> String {
    format!("Our ref: AB/123\n\n4 June 2025\n\nDear Ms Amin\n\n{body}\n\nYours sincerely\n\n{signature}\n")
}

#[test]
fn the_same_words_give_the_same_figures_however_they_are_laid_out() {
    let rules = rules();
    let short = "Ruth Bell\nCase worker";
    let long = "Ruth Bell\nSenior Case Worker and Deputy Manager\nVictim Services, Northern Region\nThird Floor, \
                Wellington House\n12 Example Street\nLeeds LS1 4AB\nTelephone: 01632 960123\nEmail: \
                ruth.bell@example.org\nMonday to Friday, 9am to 5pm";
    let flowing = SENTENCES.chunks(4).map(|c| c.join(" ")).collect::<Vec<_>>().join("\n\n");
    let wrapped = flowing
        .split("\n\n")
        .map(|paragraph| {
            let mut out = String::new();
            let mut width = 0;
            for word in paragraph.split(' ') {
                if width + word.len() > 50 {
                    out.push('\n');
                    width = 0;
                } else if width > 0 {
                    out.push(' ');
                }
                out.push_str(word);
                width += word.len() + 1;
            }
            out
        })
        .collect::<Vec<_>>()
        .join("\n\n");
    let bulleted = SENTENCES.iter().map(|s| format!("- {s}")).collect::<Vec<_>>().join("\n");
    let plain = measure(&rules, &letter(&flowing, short));
    assert_eq!(plain.counts.sentences, 8);
    assert!(!plain.too_short && plain.too_short_for_smog);
    for (name, text) in [
        ("hard-wrapped", letter(&wrapped, short)),
        ("bulleted", letter(&bulleted, short)),
        ("with a long signature", letter(&flowing, long)),
        ("with Windows line ends", letter(&wrapped, long).replace('\n', "\r\n")),
    ] {
        let other = measure(&rules, &text);
        assert_eq!(plain.counts, other.counts, "{name}");
        assert_eq!(plain.formulas, other.formulas, "{name}");
    }
}

#[test]
fn unavoidable_words_taken_out_make_a_letter_easier() {
    let rules = rules();
    let text = letter(
        "The investigation into the robbery has ended. The prosecution has no further information and no other \
         evidence. The investigating officer has told the defendant and his solicitor.",
        "Ruth Bell",
    );
    let measured = measure(&rules, &text);
    assert!(measured.without_unavoidable.flesch_reading_ease > measured.formulas.flesch_reading_ease + 5.0);
    assert!(measured.too_short);
    let [low, high] = measured.reading_age.expect("English has a reading age");
    assert!(low <= high, "{low} to {high}");
}

#[test]
fn welsh_gets_lix_alone() {
    let rules = rules();
    let text = "Annwyl Ms Roberts\n\nRwy'n ysgrifennu atoch i roi gwybod i chi am y penderfyniad yn eich achos. Mae'n \
                ddrwg gennyf am yr hyn a ddigwyddodd i chi. Bydd y llys yn eistedd ym mis Mehefin, ac nid oes rhaid i \
                chi fod yno. Cofiwch y gallwch ofyn am adolygiad o'r penderfyniad hwn os nad ydych yn fodlon.\n\nYn \
                gywir\n\nRuth Bell";
    let measured = measure(&rules, text);
    assert_eq!(measured.reading_age, None);
    assert!(measured.formulas.lix > 0.0);
    let note = measured.note();
    assert!(note.get("readability").is_none() && note.get("lix").is_some());
}

#[test]
fn every_formula_names_its_constants() {
    let rules = rules();
    let note = measure(&rules, &letter(&SENTENCES.join(" "), "Ruth Bell")).note();
    let values = note["readability"].as_object().expect("formulas");
    let methods = note["readability_method"].as_array().expect("methods");
    assert_eq!(values.len(), 8);
    for ((name, _), method) in values.iter().zip(methods) {
        assert_eq!(method["id"], name.as_str());
        assert!(
            method["formula"]
                .as_str()
                .is_some_and(|f| f.contains(" (") && f.contains(|c: char| c.is_ascii_digit()))
        );
    }
}
