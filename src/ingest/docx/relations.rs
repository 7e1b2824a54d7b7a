//! Relations between the parts of a package: which part holds the styles, the headers, the notes.

use super::damaged;
use super::package::Package;
use super::xml::Token;
use crate::error::Result;
use crate::limits;

/// The relations of one part to others in the same file. Those that lead out of it are left out:
/// nothing is ever read from elsewhere.
pub(super) struct Relations {
    relations: Vec<Relation>,
}

struct Relation {
    id: String,
    kind: String,
    part: String,
}

impl Relations {
    /// The relations of a part, or of the package where the part's name is empty.
    pub fn of(package: &mut Package, part: &str) -> Result<Relations> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let mut relations = Vec::new();
        if let Some(mut xml) = package.xml(&format!("{folder}{slash}_rels/{name}.rels"))? {
            while let Some(token) = xml.next()? {
                let Token::Open(element) = token else { continue };
                if element.name().1 != b"Relationship"
                    || element.attribute("TargetMode").as_deref() == Some("External")
                {
                    continue;
                }
                if let (Some(id), Some(kind), Some(target)) =
                    (element.attribute("Id"), element.attribute("Type"), element.attribute("Target"))
                {
                    if relations.len() == limits::PARTS {
                        return Err(damaged("it relates too many parts"));
                    }
                    relations.push(Relation { id, kind, part: resolve(folder, &target) });
                }
            }
        }
        Ok(Relations { relations })
    }

    /// The part of the first relation whose kind ends so.
    pub fn first(&self, kind: &str) -> Option<&str> {
        self.relations
            .iter()
            .find(|relation| relation.kind.ends_with(kind))
            .map(|relation| relation.part.as_str())
    }

    /// The part of a relation by its id.
    pub fn get(&self, id: &str) -> Option<&str> {
        self.relations.iter().find(|relation| relation.id == id).map(|relation| relation.part.as_str())
    }
}

/// The name of a part that a target means, seen from a folder.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let base = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in base.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_stay_inside_the_package() {
        for (folder, target, part) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/styles.xml", "word/styles.xml"),
            ("word", "../custom/./item.xml", "custom/item.xml"),
            ("word", "../../../etc/passwd", "etc/passwd"),
            ("", "word\\document.xml", "word/document.xml"),
        ] {
            assert_eq!(resolve(folder, target), part);
        }
    }
}
