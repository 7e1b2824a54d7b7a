//! The page, its style and script, and the reference page of the API: all from inside the program.

use super::App;
use super::openapi;
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use lazy_static::lazy_static;
use std::fmt::Write;

const INDEX: &str = include_str!("page/index.html");
const STYLE: &str = concat!(include_str!("page/page.css"), include_str!("../report/marked.css"));
const SCRIPT: &str = include_str!("page/page.js");
const ICON: &str = include_str!("page/icon.svg");

lazy_static! {
    static ref REFERENCE: String = reference();
}

/// The addresses of the page.
pub fn routes() -> Router<App> {
    let html = "text/html; charset=utf-8";
    Router::new()
        .route("/", get(async move || file(html, INDEX)))
        .route("/docs", get(async move || file(html, &REFERENCE)))
        .route("/page.css", get(async || file("text/css; charset=utf-8", STYLE)))
        .route("/page.js", get(async || file("text/javascript; charset=utf-8", SCRIPT)))
        .route("/favicon.svg", get(async || file("image/svg+xml", ICON)))
}

fn file(media_type: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, media_type)], text).into_response()
}

/// The API as a page, made from its description.
fn reference() -> String {
    let api = serde_json::to_value(openapi::describe()).unwrap_or_default();
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>API reference \u{2013} lettermark</title><link rel=\"stylesheet\" href=\"/page.css\">\
         <link rel=\"icon\" href=\"/favicon.svg\"></head><body>\
         <header class=\"top\"><div class=\"inside\"><a href=\"/\">lettermark</a></div></header>\
         <main class=\"inside reference\"><h1>API reference</h1>",
    );
    let _ = write!(
        out,
        "<p>{}</p><p>The same as a description for programs: <a href=\"/openapi.json\">openapi.json</a>. Every \
         error is a problem document (<code>application/problem+json</code>, RFC 9457). Every answer bears an \
         <code>x-request-id</code>; send your own to find it again.</p>",
        escaped(text(&api, "/info/description"))
    );
    for (path, methods) in api["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            operation_of(&mut out, path, method, operation);
        }
    }
    out.push_str("<h2>Shapes</h2>");
    for (name, schema) in api["components"]["schemas"].as_object().into_iter().flatten() {
        let _ = write!(
            out,
            "<h3 id=\"shape-{name}\">{name}</h3><p>{}</p>",
            escaped(text(schema, "/description")),
            name = escaped(name)
        );
        members(&mut out, schema);
    }
    out.push_str("</main></body></html>\n");
    out
}

fn operation_of(out: &mut String, path: &str, method: &str, operation: &serde_json::Value) {
    let _ = write!(
        out,
        "<h2><code>{} {}</code></h2><p>{} {}</p>",
        method.to_uppercase(),
        escaped(path),
        escaped(text(operation, "/summary")),
        escaped(text(operation, "/description"))
    );
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !parameters.is_empty() {
        out.push_str("<table><caption>Parameters</caption><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">In</th><th scope=\"col\">Values</th><th scope=\"col\">What it does</th></tr></thead><tbody>");
        for p in parameters {
            let _ = write!(
                out,
                "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td><td>{}</td></tr>",
                escaped(text(p, "/name")),
                escaped(text(p, "/in")),
                kind(&p["schema"]),
                escaped(text(p, "/description"))
            );
        }
        out.push_str("</tbody></table>");
    }
    for (media, content) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
        let _ = write!(out, "<p>Body: <code>{}</code>, {}.</p>", escaped(media), kind(&content["schema"]));
    }
    out.push_str("<table><caption>Answers</caption><thead><tr><th scope=\"col\">Status</th><th scope=\"col\">Meaning</th><th scope=\"col\">Body</th></tr></thead><tbody>");
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let mut body = String::new();
        for (media, content) in response["content"].as_object().into_iter().flatten() {
            let _ = write!(body, "<code>{}</code>, {} ", escaped(media), kind(&content["schema"]));
        }
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{body}</td></tr>",
            escaped(status),
            escaped(text(response, "/description"))
        );
    }
    out.push_str("</tbody></table>");
}

fn members(out: &mut String, schema: &serde_json::Value) {
    let Some(members) = schema["properties"].as_object() else { return };
    out.push_str("<table><caption>Members</caption><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Kind</th><th scope=\"col\">What it is</th></tr></thead><tbody>");
    for (name, member) in members {
        let _ = write!(
            out,
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td></tr>",
            escaped(name),
            kind(member),
            escaped(text(member, "/description"))
        );
    }
    out.push_str("</tbody></table>");
}

/// What a schema admits, in a few words.
fn kind(schema: &serde_json::Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#shape-{name}\">{name}</a>");
    }
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values
            .iter()
            .filter_map(|v| v.as_str())
            .map(|v| format!("<code>{}</code>", escaped(v)))
            .collect();
        return values.join(", ");
    }
    for group in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema[group].as_array() {
            return parts.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    let mut out = match &schema["type"] {
        serde_json::Value::Array(types) => {
            types.iter().filter_map(|t| t.as_str()).map(escaped).collect::<Vec<_>>().join(" or ")
        }
        other => escaped(other.as_str().unwrap_or("anything")),
    };
    if let Some(format) = schema["format"].as_str() {
        let _ = write!(out, " ({})", escaped(format));
    }
    if schema["items"].is_object() {
        let _ = write!(out, " of {}", kind(&schema["items"]));
    }
    out
}

fn text<'v>(value: &'v serde_json::Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(|v| v.as_str()).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
