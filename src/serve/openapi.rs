//! The API's description, made from the code: `/openapi.json`, and what the reference page shows.

use super::problem::Problem;
use super::{letters, rules};
use crate::facts::COLUMNS;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema, SchemaType, Type};
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
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let parameter = |name: &str, schema: Schema| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Query)
                .required(utoipa::openapi::Required::False)
                .schema(Some(schema))
                .build()
        };
        let mut parameters: Vec<_> =
            DUE_FACTS.iter().map(|name| parameter(name, text().build().into())).collect();
        let codes = text().enum_values(Some(["vc-2021", "vc-2026"]));
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

impl PartialSchema for LetterWithFacts {
    fn schema() -> RefOr<Schema> {
        let mut object = ObjectBuilder::new()
            .description(Some("A letter and what is known of the case. Further members are carried through."))
            .property("text", ObjectBuilder::new().schema_type(Type::String).description(Some("The letter.")))
            .required("text");
        for column in COLUMNS {
            object = object.property(*column, fact());
        }
        RefOr::T(
            object
                .additional_properties(Some(AdditionalProperties::RefOr(RefOr::T(fact().into()))))
                .build()
                .into(),
        )
    }
}

impl ToSchema for LetterWithFacts {}

impl PartialSchema for FileWithFacts {
    fn schema() -> RefOr<Schema> {
        let file = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Binary)))
            .description(Some("The letter, as text or as a Word file (docx)."));
        let mut object = ObjectBuilder::new().property("file", file).required("file");
        for column in COLUMNS {
            object = object.property(*column, ObjectBuilder::new().schema_type(Type::String));
        }
        RefOr::T(object.build().into())
    }
}

impl ToSchema for FileWithFacts {}

/// A case fact in JSON: text, a number, yes or no, nothing, or a list of texts.
fn fact() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::from_iter([
        Type::String,
        Type::Number,
        Type::Boolean,
        Type::Null,
        Type::Array,
    ]))
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
