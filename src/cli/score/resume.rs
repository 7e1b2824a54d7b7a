//! Going on with a run that was broken off: what is whole is kept, a broken last line is cut off, and a
//! file made by another program, lexicon, profile or manifest is refused.

use super::super::common;
use super::jobs::Job;
use crate::assessment::{Assessment, Engine, Options};
use crate::error::{Error, Result};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Seek, SeekFrom};
use std::path::Path;

/// Opens the file behind its last whole line, shows each assessment that it holds, and gives their number.
/// None is kept: a long run's results would not fit in memory.
pub fn open(
    path: &Path,
    engine: &Engine,
    options: &Options,
    jobs: &[Job],
    each: &mut impl FnMut(&Assessment),
) -> Result<(BufWriter<File>, usize)> {
    let fault = |e: std::io::Error| Error::failed(common::reason(&e)).in_file(path);
    let refuse = |line: usize, what: &str| {
        Error::usage(format!("cannot be gone on with: {what}"))
            .in_file(path)
            .at_line(line)
            .remedy("start again with --force")
    };
    let mut file = File::options().read(true).write(true).open(path).map_err(fault)?;
    let mut earlier = 0;
    let mut whole = 0u64;
    let mut reader = BufReader::new(&file);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line).map_err(fault)?;
        if read == 0 || line.last() != Some(&b'\n') {
            break;
        }
        let number = earlier + 1;
        let Ok(assessment) = serde_json::from_slice::<Assessment>(&line) else {
            return Err(refuse(number, "a line is no assessment"));
        };
        let job =
            jobs.get(earlier).ok_or_else(|| refuse(number, "it holds more letters than are to be scored"))?;
        let version = env!("CARGO_PKG_VERSION");
        if assessment.program.version != version || assessment.program.lexicons != engine.files().hash() {
            return Err(refuse(number, "it was made by another version of the program or its lexicons"));
        }
        if assessment.profile.code != options.profile.code
            || assessment.profile.strictness != options.profile.strictness.id()
            || assessment.as_of != options.as_of
            || assessment.text.is_some()
                != (options.with_text && assessment.error.is_none() && job.path.is_some())
        {
            return Err(refuse(number, "it was made with other settings"));
        }
        if assessment.id != job.id || assessment.source.file != job.shown || !same_facts(&assessment, job) {
            return Err(refuse(number, "the manifest or the folder is not the same"));
        }
        whole += read as u64;
        each(&assessment);
        earlier += 1;
    }
    drop(reader);
    file.set_len(whole).map_err(fault)?;
    file.seek(SeekFrom::Start(whole)).map_err(fault)?;
    Ok((BufWriter::new(file), earlier))
}

/// Whether an assessment was made with the facts that the job has now.
fn same_facts(assessment: &Assessment, job: &Job) -> bool {
    let Ok(facts) = &job.facts else { return assessment.error.is_some() };
    if assessment.error.is_some() {
        return assessment.other == facts.other;
    }
    assessment.other == facts.other
        && facts.given().into_iter().all(|(name, value)| {
            matches!(name, "id" | "file")
                || assessment
                    .facts
                    .get(name)
                    .is_some_and(|f| f.from == "given" && f.value.as_deref() == Some(&value))
        })
        && assessment
            .facts
            .iter()
            .filter(|(_, f)| f.from == "given")
            .all(|(name, _)| facts.given().iter().any(|(given, _)| given == name))
}
