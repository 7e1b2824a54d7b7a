//! The rules as data and as pages, and the last day to send a letter.

use super::App;
use super::asked::{pairs, unknown};
use super::problem::Problem;
use crate::criteria::timeliness::due::{by_urgency, due};
use crate::criterion::Criterion;
use crate::facts::CaseFacts;
use crate::lexicon::{Entry, Strength};
use crate::report::rule_page;
use axum::Json;
use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// One rule in the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Rule {
    /// The id, as findings name it.
    pub id: String,
    /// The criterion that it belongs to.
    pub criterion: String,
    /// The category.
    pub category: String,
    /// `present`, `vague`, `finding`, `look`, `cancel`, or `owed` for what letters must say.
    pub strength: String,
    /// What to say instead, or to do.
    pub advice: Option<String>,
    /// Why it matters.
    pub why: Option<String>,
    /// Where it comes from.
    pub source: String,
}

/// The rules, in the order of their ids.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RuleList {
    /// The rules.
    pub rules: Vec<Rule>,
}

/// One rule as a page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RulePage {
    /// The id.
    pub id: String,
    /// What it looks for, why, the plain alternative, examples, source; as Markdown.
    pub page: String,
}

/// Lists the rules.
#[utoipa::path(
    get, path = "/v1/rules", tag = "rules", operation_id = "listRules",
    params(("criterion" = Option<super::openapi::CriterionId>, Query, description = "Only this criterion's rules.")),
    responses(
        (status = 200, description = "The rules.", body = RuleList),
        super::openapi::Problems,
    ),
)]
pub async fn list(State(app): State<App>, query: RawQuery) -> Result<Response, Problem> {
    let mut criterion = None;
    for (name, value) in pairs(&query)? {
        if name != "criterion" {
            return Err(unknown("only criterion"));
        }
        criterion = Some(Criterion::from_id(&value).ok_or_else(|| {
            let ids = Criterion::ALL.map(Criterion::id).join(", ");
            Problem::new(StatusCode::BAD_REQUEST, format!("The parameter criterion takes one of {ids}."))
        })?);
    }
    let wanted = |c: Criterion| criterion.is_none_or(|only| only == c);
    let entries = app.engine.lexicon().entries.iter();
    let mut rules: Vec<Rule> =
        entries.filter(|e| e.strength != Strength::Cue && wanted(e.criterion)).map(of_entry).collect();
    if wanted(Criterion::RequiredContent) {
        for rule in app.engine.letter_rules().rules() {
            for id in &rule.ids {
                // A fine rule may stand under several kinds of letter; its page tells all.
                if !rules.iter().any(|known| known.id == *id) {
                    rules.push(Rule {
                        id: id.clone(),
                        criterion: Criterion::RequiredContent.id().into(),
                        category: rule.element.to_owned(),
                        strength: "owed".into(),
                        advice: Some(rule.asks.clone()),
                        why: None,
                        source: rule.source.clone(),
                    });
                }
            }
        }
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(Json(RuleList { rules }).into_response())
}

fn of_entry(entry: &Entry) -> Rule {
    Rule {
        id: entry.id.clone(),
        criterion: entry.criterion.id().into(),
        category: entry.category.clone(),
        strength: entry.strength.name().into(),
        advice: entry.plain.clone().or_else(|| entry.advice.clone()),
        why: Some(entry.why.clone()).filter(|why| !why.is_empty()),
        source: entry.source.clone(),
    }
}

/// Gives one rule as a page.
#[utoipa::path(
    get, path = "/v1/rules/{id}", tag = "rules", operation_id = "explainRule",
    params(("id" = String, Path, description = "The id, as findings and elements name it.", example = "term.indictment")),
    responses(
        (status = 200, description = "The rule.", body = RulePage),
        (status = 404, description = "There is no such rule.", body = Problem,
         content_type = "application/problem+json"),
        super::openapi::Problems,
    ),
)]
pub async fn one(State(app): State<App>, path: RawPathParams, query: RawQuery) -> Result<Response, Problem> {
    if !pairs(&query)?.is_empty() {
        return Err(unknown("none here"));
    }
    let id = path.iter().next().map(|(_, id)| id.to_owned()).unwrap_or_default();
    let Some(page) = rule_page::page(app.engine, &id) else {
        let near = rule_page::close(app.engine, &id);
        let hint = match near.as_slice() {
            [] => "Findings name their rule.".to_owned(),
            near => format!("Did you mean {}?", near.join(", ")),
        };
        return Err(Problem::new(StatusCode::NOT_FOUND, format!("There is no rule of that id. {hint}")));
    };
    Ok(Json(RulePage { id, page }).into_response())
}

/// One case and duty.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DueRow {
    /// The case's id, where it has one.
    pub id: Option<String>,
    /// The last day to send; the earlier where the level of rights is not known and matters. Null where it
    /// cannot be told, which `why` explains.
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<jiff::civil::Date>,
    /// The last day under the standard limit, where the level of rights is not known and matters.
    #[schema(value_type = Option<String>, format = Date)]
    pub due_standard: Option<jiff::civil::Date>,
    /// The duty's id, as in assessments.
    pub duty: Option<String>,
    /// The limit that `due` keeps.
    pub limit: Option<u32>,
    /// What the limit is counted in: `working_days`, `days` or `months`.
    pub unit: Option<String>,
    /// Where the duty is known from.
    pub source: Option<String>,
    /// What is owed, and why by then.
    pub why: String,
}

/// The duties of one case, the most urgent first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DueList {
    /// The duties; empty where the letter is sent or no limit of time is known for it.
    pub due: Vec<DueRow>,
}

/// Tells the last day to send a letter, and why.
#[utoipa::path(
    get, path = "/v1/duties/due", tag = "duties", operation_id = "due",
    params(super::openapi::DueFacts),
    responses(
        (status = 200, description = "Each duty that covers the case.", body = DueList),
        (status = 422, description = "A case fact cannot be read.", body = Problem,
         content_type = "application/problem+json"),
        super::openapi::Problems,
    ),
)]
pub async fn duties(State(app): State<App>, query: RawQuery) -> Result<Response, Problem> {
    let mut code = app.settings.options.profile.code.clone();
    let mut fields = Vec::new();
    for (name, value) in pairs(&query)? {
        match name.as_str() {
            "code" if matches!(value.as_str(), "vc-2021" | "vc-2026") => code = value,
            "code" => {
                let wrong = "The parameter code takes vc-2021 or vc-2026.";
                return Err(Problem::new(StatusCode::BAD_REQUEST, wrong));
            }
            name if super::openapi::DUE_FACTS.contains(&name) => fields.push((name.to_owned(), value)),
            _ => return Err(unknown(&format!("code, {}", super::openapi::DUE_FACTS.join(", ")))),
        }
    }
    let facts = CaseFacts::from_fields(fields)?;
    let mut rows = due(app.engine.timeliness(), &facts, &code);
    by_urgency(&mut rows);
    let due = rows
        .into_iter()
        .map(|row| DueRow {
            id: row.id,
            due: row.due,
            due_standard: row.due_standard,
            duty: row.duty,
            limit: row.limit,
            unit: row.unit.map(str::to_owned),
            source: row.source,
            why: row.why,
        })
        .collect();
    Ok(Json(DueList { due }).into_response())
}
