//! The API's description, made from the code: `/openapi.json`, and what the reference page shows.

use super::problem::Problem;
use super::{letters, rules};
use crate::facts::COLUMNS;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type,
};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoParams, IntoResponses, Modify, OpenApi, PartialSchema, ToSchema};

/// Case facts that decide when a letter is due.
pub const DUE_FACTS: [&str; 10] = [
    "id",
    "kind",
    "decision",
    "variant",
    "agency",
    "area",
    "victim_category",
    "enhanced",
    "decision_date",
    "sent_date",
];

/// What a request that assesses may choose in its address.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Choices {
    /// In which units `start` and `end` are counted.
    #[param(inline, required = false)]
    pub positions: Option<Positions>,
    /// Whether the answer holds the decoded text.
    #[param(required = false)]
    pub text: Option<bool>,
    /// The edition of the Victims' Code.
    #[param(inline, required = false)]
    pub code: Option<Code>,
    /// How strictly to rate.
    #[param(inline, required = false)]
    pub strictness: Option<StrictnessId>,
    /// The day of the check: decides whether a letter that was not sent is overdue.
    #[param(value_type = Option<String>, format = Date, required = false)]
    pub as_of: Option<String>,
}

/// Units of positions.
#[derive(Copy, Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Positions {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 units, as browsers and word processors count.
    Utf16,
}

/// Editions of the Code.
#[derive(Copy, Clone, Debug, Serialize, Deserialize, ToSchema)]
pub enum Code {
    /// In force.
    #[serde(rename = "vc-2021")]
    Vc2021,
    /// Draft.
    #[serde(rename = "vc-2026")]
    Vc2026,
}

/// Profiles of strictness.
#[derive(Copy, Clone, Debug, Serialize, Deserialize, ToSchema)]
pub enum StrictnessId {
    /// As raters judge.
    #[serde(rename = "realistic-2023")]
    Realistic,
    /// As the inspections of 2018 did.
    #[serde(rename = "strict-2018")]
    Strict,
}

/// The criteria.
#[derive(Copy, Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CriterionId)]
pub enum CriterionId {
    /// Everyday words, terms explained, short clear sentences.
    PlainEnglish,
    /// The formulas.
    Readability,
    /// What was decided and why.
    Explanation,
    /// The reader treated as a person.
    Empathy,
    /// What this letter had to say.
    RequiredContent,
    /// Sent in time.
    Timeliness,
    /// Free of slips.
    Accuracy,
    /// Five of the seven into one.
    Overall,
}

/// The case facts of `/v1/duties/due`, and the edition of the Code.
#[derive(Debug)]
pub struct DueFacts;

impl IntoParams for DueFacts {
    fn into_params(
        _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
    ) -> Vec<utoipa::openapi::path::Parameter> {
        use utoipa::openapi::path::{ParameterBuilder, ParameterIn};
        let parameter = |name: &str, schema: Schema| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Query)
                .required(utoipa::openapi::Required::False)
                .schema(Some(schema))
                .build()
        };
        let mut parameters: Vec<_> =
            DUE_FACTS.iter().map(|name| parameter(name, in_text(name).build().into())).collect();
        let codes = string().enum_values(Some(["vc-2021", "vc-2026"]));
        parameters.push(parameter("code", codes.build().into()));
        parameters
    }
}

/// A letter's text with its case facts side by side, as a line of `score --jsonl`.
#[derive(Debug)]
pub struct LetterWithFacts;

/// A letter as a file with its case facts as text fields.
#[derive(Debug)]
pub struct FileWithFacts;

/// Text with something in it that is not blank.
const NOT_BLANK: &str = r"\S";
/// A text file's content: something that is not blank, and nothing that nobody can type. A Word file's bytes do
/// not fit it, which no schema of a string can say.
const PLAIN: &str =
    r"^[^\x00-\x08\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F\uFEFF][^\x00-\x08\x0E-\x1F\x7F-\x9F]*$";
/// Names of fields in a form.
const NAME: &str = "^[A-Za-z][A-Za-z0-9_]*$";
/// A day from 1900 to 2199 that there is, or nothing.
const DAY: &str = concat!(
    "^(unknown|null)?$|^(19|2[01])\\d\\d-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)",
    "|02-(0[1-9]|1\\d|2[0-8]))$|^(19|2[01])(0[48]|[2468][048]|[13579][26])-02-29$"
);

impl PartialSchema for LetterWithFacts {
    fn schema() -> RefOr<Schema> {
        let text = string().pattern(Some(NOT_BLANK)).description(Some("The letter, at most 1 MB."));
        let mut object = ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some("A letter and what is known of the case. Further members are carried through."))
            .property("text", text)
            .required("text");
        for column in COLUMNS {
            object = object.property(*column, in_json(column));
        }
        let others = AdditionalProperties::RefOr(RefOr::T(any_text()));
        RefOr::T(object.additional_properties(Some(others)).build().into())
    }
}

impl ToSchema for LetterWithFacts {}

impl PartialSchema for FileWithFacts {
    fn schema() -> RefOr<Schema> {
        let file =
            string().examples([json!("Dear Ms Ward")]).min_length(Some(1)).pattern(Some(PLAIN)).description(
                Some("The letter as a part with a file name: a text file, or the bytes of a Word file."),
            );
        let mut object = ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some("A letter as a file. Further fields are carried through."))
            .property("file", file)
            .required("file");
        // The part `file` is the letter itself, not the name that a manifest gives.
        for column in COLUMNS.iter().filter(|column| **column != "file") {
            object = object.property(*column, in_text(column));
        }
        let others = AdditionalProperties::RefOr(RefOr::T(in_text("").into()));
        let names = Schema::from(string().pattern(Some(NAME)).build());
        RefOr::T(object.additional_properties(Some(others)).property_names(Some(names)).build().into())
    }
}

impl ToSchema for FileWithFacts {}

fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// Columns that are answered with yes or no.
const ANSWERS: [&str; 10] = [
    "vrr_eligible",
    "enhanced",
    "bereaved",
    "child",
    "victim_withdrew",
    "all_proceedings_ended",
    "suspect_interviewed",
    "specified_for_meeting",
    "welsh_preferred",
    "safe_contact_risk",
];

fn is_answer(column: &str) -> bool {
    ANSWERS.contains(&column)
}

/// A case fact as text, in a form or an address.
fn in_text(column: &str) -> ObjectBuilder {
    if column.ends_with("_date") {
        string().pattern(Some(DAY)).description(Some("Read as DD/MM/YYYY too."))
    } else if is_answer(column) {
        string().enum_values(Some(["yes", "no", "unknown", "true", "false", "1", "0", "null", ""]))
    } else {
        string()
    }
}

/// A case fact in JSON.
fn in_json(column: &str) -> Schema {
    if column.ends_with("_date") {
        let types = SchemaType::from_iter([Type::String, Type::Null]);
        in_text(column).schema_type(types).build().into()
    } else if is_answer(column) {
        let values = json!([true, false, null, "yes", "no", "unknown", "", 1, 0, []]);
        let values = values.as_array().cloned().unwrap_or_default();
        ObjectBuilder::new().schema_type(SchemaType::AnyValue).enum_values(Some(values)).build().into()
    } else {
        any_text()
    }
}

/// Text, a number, yes or no, nothing, or a list of texts.
fn any_text() -> Schema {
    let types = SchemaType::from_iter([Type::String, Type::Number, Type::Boolean, Type::Null]);
    let one = ObjectBuilder::new().schema_type(types);
    AnyOfBuilder::new().item(one).item(ArrayBuilder::new().items(string())).build().into()
}

fn problem(description: &str) -> RefOr<Response> {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    RefOr::T(
        ResponseBuilder::new().description(description).content(super::problem::MEDIA_TYPE, content).build(),
    )
}

/// Problems of every address.
#[derive(Debug)]
pub struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [
            ("400", "The request cannot be understood."),
            ("401", "No token, or one that is not known, where the server asks for one."),
            ("403", "The request comes from the page of another site."),
            ("500", "A fault in the program."),
        ]
        .into_iter()
        .map(|(status, description)| (status.to_owned(), problem(description)))
        .collect()
    }
}

/// Problems of the addresses that take letters.
#[derive(Debug)]
pub struct LetterProblems;

impl IntoResponses for LetterProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = Problems::responses();
        for (status, description) in [
            ("408", "The body came too slowly."),
            ("413", "The body or the letter is too large."),
            ("415", "The body has another media type."),
            ("422", "The letter or a case fact cannot be read."),
            ("503", "All workers are taken; the Retry-After header says when to try again."),
        ] {
            all.insert(status.to_owned(), problem(description));
        }
        all
    }
}

/// The bearer token.
struct Token;

impl Modify for Token {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("Only where the server was started with a list of clients."));
        if let Some(components) = api.components.as_mut() {
            components.add_security_scheme("token", SecurityScheme::Http(bearer.build()));
        }
    }
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "lettermark",
        description = "Scores letters to victims of crime in England and Wales. Nothing that is sent is stored."
    ),
    paths(
        letters::one, letters::file, letters::batch, letters::markup,
        rules::list, rules::one, rules::duties, super::health
    ),
    components(schemas(Problem, CriterionId)),
    modifiers(&Token),
    security((), ("token" = [])),
)]
struct Api;

/// The description.
pub fn describe() -> utoipa::openapi::OpenApi {
    Api::openapi()
}
