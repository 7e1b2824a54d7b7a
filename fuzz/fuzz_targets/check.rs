//! The whole check on raw bytes: whatever comes in, an assessment or one error goes out.
#![no_main]

use lettermark::assessment::{Engine, Options};
use lettermark::facts::CaseFacts;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let engine = Engine::embedded().expect("the embedded lexicons load");
    if let Ok(assessment) = engine.assess_bytes(bytes, &CaseFacts::default(), &Options::default()) {
        assert_eq!(assessment.criteria.len(), 8);
    }
});
