//! The service, called without a network.

use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode, header};
use axum::response::Response;
use futures_util::StreamExt;
use lettermark::assessment::{Engine, Options};
use lettermark::facts::CaseFacts;
use lettermark::limits;
use lettermark::serve::{Settings, Tokens, router};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;
use tower::ServiceExt;

const LETTER: &str = "Dear Ms Ward\n\nI am writing to tell you that we have decided to stop the case \
against Mr Hale. I am sorry for what happened to you.\n\nYou can ask us to review this decision. Please \
write within 10 working days.\n\nYours sincerely\n\nA. Marsh\n";

fn engine() -> &'static Engine {
    Engine::embedded().expect("the embedded data are sound")
}

async fn call(settings: Settings, request: Request<Body>) -> Response {
    router(engine(), settings).oneshot(request).await.expect("the router never fails")
}

async fn body(response: Response) -> Bytes {
    let mut stream = response.into_body().into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        bytes.extend_from_slice(&chunk.expect("a body in memory"));
    }
    bytes.into()
}

async fn value(response: Response) -> Value {
    serde_json::from_slice(&body(response).await).expect("JSON")
}

fn request(method: Method, path: &str, media_type: &str, body: impl Into<Body>) -> Request<Body> {
    let mut request = Request::new(body.into());
    *request.method_mut() = method;
    *request.uri_mut() = path.parse().expect("an address");
    if !media_type.is_empty() {
        request.headers_mut().insert(header::CONTENT_TYPE, media_type.parse().expect("a media type"));
    }
    request
}

fn get(path: &str) -> Request<Body> {
    request(Method::GET, path, "", Body::empty())
}

fn post(path: &str, value: &Value) -> Request<Body> {
    request(Method::POST, path, "application/json", value.to_string())
}

fn upload(path: &str, file: &[u8], fields: &[(&str, &str)]) -> Request<Body> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!("--b0\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    body.extend_from_slice(
        b"--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\letters\\a7.txt\"\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--b0--\r\n");
    request(Method::POST, path, "multipart/form-data; boundary=b0", body)
}

async fn problem(response: Response, status: StatusCode) -> Value {
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    assert!(response.headers().contains_key("x-request-id"));
    let problem = value(response).await;
    assert_eq!(problem["status"], status.as_u16());
    assert_eq!(problem["type"], "about:blank");
    assert!(problem["title"].is_string() && problem["detail"].is_string());
    problem
}

#[tokio::test]
async fn the_same_letter_gives_the_same_assessment_by_every_door() {
    let facts =
        CaseFacts::from_fields([("id", "a7"), ("kind", "vcl"), ("decision", "discontinued")]).unwrap();
    let own = engine().assess_text(LETTER.to_owned(), &facts, &Options::default()).unwrap();
    let own = serde_json::to_value(own).unwrap();
    let object = json!({ "id": "a7", "text": LETTER, "kind": "vcl", "decision": "discontinued" });

    let response = call(Settings::default(), post("/v1/assessments", &object)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert_eq!(response.headers()["referrer-policy"], "no-referrer");
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert!(
        response.headers()["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'")
    );
    assert_eq!(value(response).await, own);

    let fields = [("kind", "vcl"), ("decision", "discontinued")];
    let file = upload("/v1/assessments:file", LETTER.as_bytes(), &fields);
    let mut uploaded = value(call(Settings::default(), file).await).await;
    assert_eq!(uploaded["id"], "a7", "the file's name is the id");
    assert_eq!(uploaded["source"]["file"], "a7.txt", "without its folders");
    uploaded["source"]["file"] = Value::Null;
    assert_eq!(uploaded, own);

    let lines = format!("{object}\n\n{{\"id\": \"b\", \"text\": 7}}\nnot JSON\n{object}");
    let batch = request(Method::POST, "/v1/assessments:batch", "application/x-ndjson", lines);
    let response = call(Settings::default(), batch).await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/x-ndjson");
    let text = String::from_utf8(body(response).await.to_vec()).unwrap();
    let lines: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!((&lines[0], &lines[3]), (&own, &own));
    assert_eq!(lines[1]["id"], "line-3");
    assert!(lines[1]["error"].as_str().unwrap().starts_with("line 3:"));
    assert!(lines[2]["error"].as_str().unwrap().starts_with("line 4:"));

    let mut marked = value(call(Settings::default(), post("/v1/markup", &object)).await).await;
    assert_eq!(marked["assessment"].take(), own);
}

#[tokio::test]
async fn positions_count_as_browsers_do_where_asked() {
    let text = format!("\u{1f4e7} caf\u{e9}\n\n{LETTER}");
    let object = json!({ "text": text, "kind": "vcl" });
    let bytes = value(call(Settings::default(), post("/v1/assessments?text=true", &object)).await).await;
    assert_eq!(bytes["text"], text);
    let units =
        value(call(Settings::default(), post("/v1/assessments?positions=utf16", &object)).await).await;
    assert!(units.get("text").is_none());
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let mut seen = 0;
    for (element, in_bytes) in
        units["elements"].as_array().unwrap().iter().zip(bytes["elements"].as_array().unwrap())
    {
        for (evidence, in_bytes) in
            element["evidence"].as_array().unwrap().iter().zip(in_bytes["evidence"].as_array().unwrap())
        {
            let at = |v: &Value, name: &str| usize::try_from(v[name].as_u64().unwrap()).unwrap();
            let cut = String::from_utf16(&utf16[at(evidence, "start")..at(evidence, "end")]).unwrap();
            assert_eq!(cut, evidence["quote"]);
            assert_eq!(text[at(in_bytes, "start")..at(in_bytes, "end")], cut);
            seen += 1;
        }
    }
    assert!(seen > 0, "some element is quoted");
}

#[tokio::test]
async fn every_error_has_one_shape() {
    let json = "application/json";
    let letters = "/v1/assessments";
    let settings = Settings::default;
    let cases = [
        (get("/nowhere"), StatusCode::NOT_FOUND),
        (get("/v1/rules/no.such.rule"), StatusCode::NOT_FOUND),
        (get(letters), StatusCode::METHOD_NOT_ALLOWED),
        (request(Method::DELETE, "/healthz", "", Body::empty()), StatusCode::METHOD_NOT_ALLOWED),
        (request(Method::POST, letters, "text/plain", LETTER), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (request(Method::POST, letters, "", "{}"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (request(Method::POST, letters, json, "{\"text\": \"Dear"), StatusCode::BAD_REQUEST),
        (request(Method::POST, letters, json, vec![0xff, 0xfe]), StatusCode::BAD_REQUEST),
        (request(Method::POST, letters, json, "[".repeat(5000)), StatusCode::BAD_REQUEST),
        (request(Method::POST, letters, json, "[]"), StatusCode::UNPROCESSABLE_ENTITY),
        (post(letters, &json!({})), StatusCode::UNPROCESSABLE_ENTITY),
        (post(letters, &json!({ "text": " \n" })), StatusCode::UNPROCESSABLE_ENTITY),
        (post(letters, &json!({ "text": LETTER, "sent_date": "soon" })), StatusCode::UNPROCESSABLE_ENTITY),
        (post(letters, &json!({ "text": "a ".repeat(limits::TEXT_BYTES) })), StatusCode::PAYLOAD_TOO_LARGE),
        (
            request(Method::POST, letters, json, vec![b' '; limits::FILE_BYTES + 1]),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        (post("/v1/assessments?positions=runes", &json!({ "text": LETTER })), StatusCode::BAD_REQUEST),
        (post("/v1/assessments?verbose=1", &json!({ "text": LETTER })), StatusCode::BAD_REQUEST),
        (post("/v1/assessments?text=%ff", &json!({ "text": LETTER })), StatusCode::BAD_REQUEST),
        (upload("/v1/assessments:file", b"", &[]), StatusCode::UNPROCESSABLE_ENTITY),
        (upload("/v1/assessments:file", b"Dear \x01 Ms Ward", &[]), StatusCode::UNPROCESSABLE_ENTITY),
        (upload("/v1/assessments:file", b"PK\x03\x04 no zip", &[]), StatusCode::UNPROCESSABLE_ENTITY),
        (
            upload("/v1/assessments:file", LETTER.as_bytes(), &[("case ref", "7")]),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (request(Method::POST, "/v1/assessments:file", "multipart/form-data", "x"), StatusCode::BAD_REQUEST),
        (
            request(Method::POST, "/v1/assessments:file", "multipart/form-data; boundary=b0", "--b0"),
            StatusCode::BAD_REQUEST,
        ),
        (get("/v1/duties/due?decision_date=31/02/2026"), StatusCode::UNPROCESSABLE_ENTITY),
        (get("/v1/duties/due?colour=red"), StatusCode::BAD_REQUEST),
        (get("/v1/rules?criterion=spelling"), StatusCode::BAD_REQUEST),
    ];
    for (request, status) in cases {
        let what = format!("{} {}", request.method(), request.uri());
        let response = call(settings(), request).await;
        assert_eq!(response.status(), status, "{what}");
        if status == StatusCode::METHOD_NOT_ALLOWED {
            assert!(response.headers().contains_key(header::ALLOW), "{what}");
        }
        problem(response, status).await;
    }
}

#[tokio::test]
async fn a_problem_does_not_quote_the_letter() {
    let broken = "{\"text\": \"Dear Ms Okonjo-Plantagenet\", \"sent_date\": Plantagenet}";
    let response =
        call(Settings::default(), request(Method::POST, "/v1/assessments", "application/json", broken)).await;
    let problem = problem(response, StatusCode::BAD_REQUEST).await;
    assert!(!problem.to_string().contains("Plantagenet"), "{problem}");
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_is_cut_off() {
    let settings = Settings { body_time: Duration::from_millis(20), ..Settings::default() };
    let never = futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
    let request = request(Method::POST, "/v1/assessments", "application/json", Body::from_stream(never));
    problem(call(settings, request).await, StatusCode::REQUEST_TIMEOUT).await;
}

#[tokio::test]
async fn beyond_the_workers_requests_are_refused_at_once() {
    // One worker; of many at once the others are told to come again.
    let service = router(engine(), Settings { workers: 1, ..Settings::default() });
    let long = json!({ "text": LETTER.repeat(200) });
    let answers = futures_util::future::join_all((0..12).map(|_| {
        let (service, request) = (service.clone(), post("/v1/assessments", &long));
        async move { service.oneshot(request).await.unwrap() }
    }))
    .await;
    let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|r| r.status() == StatusCode::OK);
    assert!((1..12).contains(&done.len()), "{} were answered", done.len());
    for response in refused {
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
        problem(response, StatusCode::SERVICE_UNAVAILABLE).await;
    }
    let after = service.oneshot(post("/v1/assessments", &json!({ "text": LETTER }))).await.unwrap();
    assert_eq!(after.status(), StatusCode::OK, "the places were given back");
}

#[tokio::test]
async fn bodies_that_no_room_is_left_for_are_refused() {
    let settings = Settings { body_bytes: limits::FILE_BYTES, ..Settings::default() };
    let service = router(engine(), settings);
    let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
    let waiting = futures_util::stream::once(async move {
        let _ = receiver.await;
        Ok::<_, std::io::Error>(Bytes::from_static(b"{}"))
    });
    let first = request(Method::POST, "/v1/assessments", "application/json", Body::from_stream(waiting));
    let first = tokio::spawn(service.clone().oneshot(first));
    tokio::task::yield_now().await;
    let second = service.oneshot(post("/v1/assessments", &json!({ "text": LETTER }))).await.unwrap();
    problem(second, StatusCode::SERVICE_UNAVAILABLE).await;
    sender.send(()).unwrap();
    problem(first.await.unwrap().unwrap(), StatusCode::UNPROCESSABLE_ENTITY).await;
}

#[tokio::test]
async fn a_token_is_asked_for_where_clients_are_listed() {
    let hash: String = Sha256::digest(b"spade-7").iter().map(|b| format!("{b:02x}")).collect();
    let tokens = Tokens::parse(&format!("north {hash}\n")).unwrap();
    let settings = || Settings { tokens: Some(tokens.clone()), ..Settings::default() };
    let with = |value: &str| {
        let mut request = get("/v1/rules?criterion=empathy");
        request.headers_mut().insert(header::AUTHORIZATION, value.parse().unwrap());
        request
    };
    let refused = call(settings(), get("/v1/rules")).await;
    assert_eq!(refused.headers()[header::WWW_AUTHENTICATE], "Bearer");
    problem(refused, StatusCode::UNAUTHORIZED).await;
    for wrong in ["Bearer spade-8", "Bearer", "Basic spade-7", "spade-7"] {
        problem(call(settings(), with(wrong)).await, StatusCode::UNAUTHORIZED).await;
    }
    problem(call(settings(), get("/v1/no-such")).await, StatusCode::UNAUTHORIZED).await;
    assert_eq!(call(settings(), with("Bearer spade-7")).await.status(), StatusCode::OK);
    for open in ["/", "/docs", "/healthz", "/page.css", "/page.js"] {
        assert_eq!(call(settings(), get(open)).await.status(), StatusCode::OK, "{open}");
    }
}

#[tokio::test]
async fn other_sites_are_refused_and_request_ids_are_kept() {
    let mut request = get("/v1/rules");
    request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    problem(call(Settings::default(), request).await, StatusCode::FORBIDDEN).await;
    for (given, kept) in [("case-17", true), ("a b", false), (&"x".repeat(65), false)] {
        let mut request = get("/healthz");
        request.headers_mut().insert("x-request-id", given.parse().unwrap());
        let response = call(Settings::default(), request).await;
        assert_eq!(response.headers()["x-request-id"] == given, kept, "{given}");
    }
}

#[tokio::test]
async fn rules_and_duties_are_told() {
    let list = value(call(Settings::default(), get("/v1/rules?criterion=plain_english")).await).await;
    let rules = list["rules"].as_array().unwrap();
    assert!(rules.len() > 100 && rules.iter().all(|r| r["criterion"] == "plain_english"));
    let id = rules[0]["id"].as_str().unwrap();
    let page = value(call(Settings::default(), get(&format!("/v1/rules/{id}"))).await).await;
    assert!(page["page"].as_str().unwrap().contains(id));
    let due =
        "/v1/duties/due?kind=vcl&decision=discontinued&victim_category=standard&decision_date=01%2F05%2F2026";
    let due = value(call(Settings::default(), get(due)).await).await;
    assert_eq!(due["due"][0]["due"], "2026-05-11");
    assert_eq!(due["due"][0]["unit"], "working_days");
}

#[tokio::test]
async fn the_description_names_every_fact_and_every_address() {
    let api = value(call(Settings::default(), get("/openapi.json")).await).await;
    let facts = api["components"]["schemas"]["LetterWithFacts"]["properties"].as_object().unwrap();
    for column in lettermark::facts::COLUMNS {
        assert!(facts.contains_key(*column), "{column}");
    }
    // In a form `file` is the letter, not a fact: an empty one is refused, and the description says so.
    let file = &api["components"]["schemas"]["FileWithFacts"]["properties"]["file"];
    assert_eq!(file["minLength"], 1, "{file}");
    assert!(file["pattern"].is_string() && file["description"].is_string(), "{file}");
    let paths: Vec<&str> = api["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(paths.len(), 8, "{paths:?}");
    let docs = String::from_utf8(body(call(Settings::default(), get("/docs")).await).await.to_vec()).unwrap();
    for path in paths {
        assert!(docs.contains(path), "{path}");
    }
    // Every shape that is referred to is there.
    let text = api.to_string();
    for name in text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(api["components"]["schemas"].get(name).is_some(), "{name}");
    }
}

#[tokio::test]
async fn the_page_brings_everything_with_it() {
    for path in ["/", "/docs", "/page.css", "/page.js"] {
        let text =
            String::from_utf8(body(call(Settings::default(), get(path)).await).await.to_vec()).unwrap();
        for foreign in [
            "http://",
            "https://",
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.cookie",
            "localStorage",
        ] {
            assert!(!text.contains(foreign), "{path} holds {foreign}");
        }
        assert!(!text.contains("style=\"") && !text.contains("<script>"), "{path}: the policy forbids it");
    }
}
