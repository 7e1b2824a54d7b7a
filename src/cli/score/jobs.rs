//! Which letters are to be scored, in a fixed order.

use super::super::common;
use super::is_letter_name;
use crate::error::{Error, Result};
use crate::facts::{CaseFacts, manifest};
use std::path::{Path, PathBuf};

/// One letter to score.
pub struct Job {
    /// Its id.
    pub id: String,
    /// The file; none where none was sent.
    pub path: Option<PathBuf>,
    /// The file as the output names it.
    pub shown: Option<String>,
    /// What is known of the case, or why its row cannot be read.
    pub facts: Result<CaseFacts>,
}

/// The rows of a manifest, or every letter under the paths.
pub fn collect(paths: &[PathBuf], manifest: Option<&Path>) -> Result<Vec<Job>> {
    for path in paths {
        if !path.exists() {
            return Err(Error::usage("is not there").in_file(path).remedy("check the path"));
        }
    }
    let jobs = match manifest {
        Some(manifest) => from_manifest(manifest)?,
        None => from_paths(paths)?,
    };
    if jobs.is_empty() {
        let at = manifest.or_else(|| paths.first().map(PathBuf::as_path)).unwrap_or(Path::new("."));
        return Err(Error::usage("holds no letters").in_file(at).remedy("letters end in .txt or .docx"));
    }
    Ok(jobs)
}

fn from_manifest(path: &Path) -> Result<Vec<Job>> {
    let bytes = std::fs::read(path).map_err(|e| Error::usage(common::reason(&e)).in_file(path))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let rows = manifest::read(&bytes, path)?;
    let mut jobs = Vec::with_capacity(rows.rows.len());
    for (number, row) in rows.rows.into_iter().enumerate() {
        let mut job = Job { id: String::new(), path: None, shown: None, facts: row };
        match &job.facts {
            Ok(facts) => {
                job.shown = facts.file.clone();
                job.path = facts.file.as_ref().map(|f| folder.join(f));
                job.id = facts
                    .id
                    .clone()
                    .or_else(|| job.path.as_deref().map(common::stem))
                    .unwrap_or_else(|| format!("row-{}", number + 2));
            }
            Err(_) => job.id = format!("row-{}", number + 2),
        }
        jobs.push(job);
    }
    Ok(jobs)
}

fn from_paths(paths: &[PathBuf]) -> Result<Vec<Job>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut found = Vec::new();
            walk(path, &mut found)?;
            found.sort();
            files.extend(found.into_iter().map(|f| {
                let shown = f.strip_prefix(path).unwrap_or(&f).to_string_lossy().replace('\\', "/");
                (f, shown)
            }));
        } else {
            files.push((path.clone(), path.display().to_string()));
        }
    }
    Ok(files
        .into_iter()
        .map(|(path, shown)| Job {
            id: common::stem(&path),
            path: Some(path),
            shown: Some(shown),
            facts: Ok(CaseFacts::default()),
        })
        .collect())
}

fn walk(dir: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let fault = |e: std::io::Error| Error::usage(common::reason(&e)).in_file(dir);
    for entry in std::fs::read_dir(dir).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let path = entry.path();
        // Links are not followed: a circle of them would never end.
        let kind = entry.file_type().map_err(fault)?;
        if kind.is_dir() {
            if !entry.file_name().to_string_lossy().starts_with('.') {
                walk(&path, found)?;
            }
        } else if kind.is_file() && is_letter_name(&path) {
            found.push(path);
        }
    }
    Ok(())
}
