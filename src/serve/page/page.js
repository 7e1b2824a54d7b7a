// The page. Letter text goes into the document as text only; nothing is kept beyond the page.
"use strict";

const KINDS = {
  vcl: ["CPS letter about a decision (VCL)", {
    not_to_charge: "Not to charge", discontinued: "Case stopped (discontinued)",
    no_evidence_offered: "No evidence offered", no_evidence_proposed: "No evidence will be offered",
    lie_on_file: "Charge to lie on file", charge_altered: "Charge changed", charged: "Charged",
    out_of_court: "Dealt with out of court" }],
  vlo: ["Probation victim liaison letter (VLO)", {
    introduction: "Introduction to the scheme", sentence_explained: "Sentence explained",
    annual_update: "Annual update", parole_and_licence: "Parole and licence",
    release_or_recall: "Release or recall", further_offence_review: "Further offence review" }],
  police: ["Police letter", {
    crime_recorded: "Crime recorded", investigation_update: "Update on the investigation",
    suspect_charged_or_bailed: "Suspect charged or bailed", no_further_action: "No further action",
    out_of_court: "Dealt with out of court" }],
  vrr: ["Result of a review (VRR)", { review_outcome: "Review outcome" }],
  complaint: ["Answer to a complaint", { complaint_response: "Complaint response" }],
  wcu: ["Witness care letter", { hearing_or_outcome: "Hearing or outcome" }],
  yot: ["Youth offending team letter", { information: "Information" }],
};
const CATEGORIES = {
  standard: "Standard rights", vulnerable: "Vulnerable", intimidated: "Intimidated",
  serious: "Victim of a serious crime", bereaved: "Bereaved", persistent: "Persistently targeted",
  child: "Under 18",
};
const ANSWERS = {
  vrr_eligible: "Can the decision be reviewed?", enhanced: "Do enhanced rights apply?",
  victim_withdrew: "Did the victim withdraw?", all_proceedings_ended: "Have all proceedings ended?",
  suspect_interviewed: "Was a suspect interviewed?", specified_for_meeting: "Must a meeting be offered?",
  welsh_preferred: "Did they choose Welsh?", safe_contact_risk: "Could a letter put them at risk?",
};
const POINTS = { NM: 0, PM: 1, FM: 2 };

const at = (id) => document.getElementById(id);

/** Makes an element. `inside` holds texts and elements; texts stay texts. */
function make(name, attributes, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...inside.filter((part) => part !== null && part !== undefined && part !== ""));
  return element;
}

let file = null;      // The file in place of the box, where one was chosen.
let before = null;    // The ratings of the check before this one.
let present = null;   // The last answer.
let running = false;

function setUp() {
  for (const [id, [name]] of Object.entries(KINDS)) at("kind").append(new Option(name, id));
  at("kind").addEventListener("change", decisions);
  decisions();
  for (const [id, name] of Object.entries(CATEGORIES)) {
    const box = make("input", { type: "checkbox", value: id, name: "victim_category" });
    at("categories").append(make("label", {}, box, name));
  }
  for (const [id, question] of Object.entries(ANSWERS)) {
    const select = make("select", { id, name: id });
    select.append(new Option("Not known", ""), new Option("Yes", "yes"), new Option("No", "no"));
    at("answers").append(make("div", { class: "field" }, make("label", { for: id }, question), select));
  }
  at("form").addEventListener("submit", (event) => { event.preventDefault(); check(); });
  at("file").addEventListener("change", () => take(at("file").files[0]));
  const box = at("text");
  box.addEventListener("input", () => { if (file) drop(); });
  // A file that misses the box must not replace the page.
  for (const type of ["dragover", "drop"]) window.addEventListener(type, (event) => event.preventDefault());
  box.addEventListener("dragover", () => box.classList.add("over"));
  for (const type of ["dragleave", "drop"]) box.addEventListener(type, () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    const dropped = event.dataTransfer.files[0];
    if (dropped) { event.preventDefault(); take(dropped); }
  });
  at("edit").addEventListener("click", edit);
  at("print").addEventListener("click", () => window.print());
  at("save").addEventListener("click", save);
}

function decisions() {
  const kind = at("kind").value;
  const select = at("decision");
  select.replaceChildren(new Option("Tell it from the letter", ""));
  for (const [id, name] of Object.entries(kind ? KINDS[kind][1] : {})) select.append(new Option(name, id));
  select.disabled = !kind;
}

function take(chosen) {
  file = chosen || null;
  at("file-note").textContent = file ? `${file.name} will be checked.` : "";
}

function drop() {
  file = null;
  at("file").value = "";
  at("file-note").textContent = "The text in the box will be checked.";
}

function facts() {
  const given = {};
  for (const id of ["kind", "decision", "victim_name", "defendant_name", "decision_date", "sent_date",
    "agency", "offence", ...Object.keys(ANSWERS)]) {
    const value = at(id).value.trim();
    if (value) given[id] = value;
  }
  const categories = [...document.querySelectorAll("[name=victim_category]:checked")].map((box) => box.value);
  if (categories.length) given.victim_category = categories.join(";");
  return given;
}

async function check() {
  if (running) return;
  fault(null);
  const text = at("text").value;
  if (!file && !text.trim()) { fault("Paste a letter, or choose a file.", at("text")); return; }
  running = true;
  at("busy").textContent = "Checking\u2026";
  try {
    const headers = {};
    if (at("token").value) headers.Authorization = `Bearer ${at("token").value}`;
    let body;
    if (file) {
      body = new FormData();
      for (const [name, value] of Object.entries(facts())) body.append(name, value);
      body.append("file", file);
    } else {
      headers["Content-Type"] = "application/json";
      body = JSON.stringify({ id: "draft", ...facts(), text });
    }
    const response = await fetch("/v1/markup?positions=utf16&text=true",
      { method: "POST", headers, body, credentials: "omit", cache: "no-store" });
    const answer = await response.json();
    if (response.ok) {
      before = present && present.markup.ratings;
      present = answer;
      show(answer.markup);
      if (file) {
        at("text").value = answer.assessment.text;
        drop();
        at("file-note").textContent = "The file\u2019s text stands in the box now. Change it there and check again.";
      }
    } else if (response.status === 401) {
      at("token-field").hidden = false;
      fault(answer.detail, at("token"));
    } else {
      fault(answer.detail);
    }
  } catch {
    fault("The server cannot be reached, or the file cannot be read any more. Choose it again, or try again in a moment.");
  } finally {
    running = false;
    at("busy").textContent = "";
  }
}

function fault(text, field) {
  at("errors").hidden = !text;
  at("error-text").textContent = text || "";
  for (const id of ["text", "token"]) at(id).removeAttribute("aria-invalid");
  if (!text) return;
  if (field) field.setAttribute("aria-invalid", "true");
  (field || at("errors")).focus();
}

function show(markup) {
  const weighty = markup.ratings.filter((r) => r.rating in POINTS && r.id !== "overall");
  const met = weighty.filter((r) => r.rating === "FM").length;
  const all = markup.rows.flatMap((row) => row.notes).concat(markup.notes);
  const count = (mark) => all.filter((note) => note.mark === mark).length;
  at("summary").textContent = `${met} of ${weighty.length} rated criteria are fully met. `
    + `Notes: ${count("fault")} that need work, ${count("look")} worth a look, ${count("strength")} done well.`;
  at("ratings").replaceChildren(ratings(markup.ratings));
  at("duties").replaceChildren(...duties(markup.duties));
  at("whole").replaceChildren(...(markup.notes.length
    ? [make("h4", {}, "On the letter as a whole"), notes(markup.notes)] : []));
  at("letter").replaceChildren(...markup.rows.map(row));
  at("checklist").replaceChildren(items(markup.checklist, "What the letter has to say"));
  at("empathy").replaceChildren(items(markup.empathy, "How the letter treats the reader"));
  at("open").replaceChildren(...(markup.open.length
    ? [make("h3", {}, "Open questions, and what was not assessed"),
      make("ul", {}, ...markup.open.map((line) => make("li", {}, line)))] : []));
  at("made-by").textContent = markup.made_by;
  at("result").hidden = false;
  at("result-title").focus();
}

const rating = (r) => make("span", { class: `rating ${r.rating}` }, r.words);

function ratings(list) {
  const heads = ["Criterion", ...(before ? ["Last time"] : []), before ? "Now" : "Rating", "Why, and what would raise it"];
  const rows = list.map((r) => {
    const old = before && before.find((b) => b.id === r.id);
    const cells = [make("th", { scope: "row" }, r.name)];
    if (before) cells.push(make("td", {}, old ? rating(old) : ""));
    cells.push(make("td", {}, rating(r), change(old, r)));
    cells.push(make("td", {}, r.reason,
      r.to_raise ? make("span", { class: "raise" }, make("b", {}, "To raise it: "), r.to_raise) : ""));
    return make("tr", {}, ...cells);
  });
  return table("Ratings", heads, rows);
}

function change(old, now) {
  if (!old || !(old.rating in POINTS) || !(now.rating in POINTS)) return "";
  const by = POINTS[now.rating] - POINTS[old.rating];
  return by === 0 ? "" : make("span", { class: "change" }, by > 0 ? "\u2191 better" : "\u2193 worse");
}

function table(caption, heads, rows) {
  return make("table", { class: "stack" },
    make("caption", { class: "hidden-text" }, caption),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...rows));
}

function duties(list) {
  if (!list.length) return [make("p", {}, "No limit of time is known for this letter. Say which kind of letter it is and what it tells.")];
  return list.map((d) => make("div", {},
    make("p", {}, make("strong", {}, d.last_day ? `Last day: ${d.last_day}. ` : ""), d.verdict),
    make("p", { class: "hint" }, `${d.what} (${d.source})`)));
}

function row(r) {
  const text = make("div", { class: r.flows ? "text flows" : "text" });
  for (const piece of r.pieces) {
    text.append(piece.mark ? make("mark", { class: piece.mark }, piece.text) : piece.text);
    for (const number of piece.ends) {
      text.append(make("span", { class: "ref" },
        make("a", { href: `#note-${number}`, "aria-label": `note ${number}` }, String(number))));
    }
  }
  const classes = ["row", r.kind, r.gap ? "gap" : "", r.bullet ? "bullet" : "",
    r.notes.length > 5 ? "many" : ""].filter(Boolean).join(" ");
  return make("div", { class: classes }, text, r.notes.length ? notes(r.notes) : "");
}

function notes(list) {
  return make("ul", { class: "notes" }, ...list.map((n) => make("li",
    { class: `note ${n.mark}`, id: n.number ? `note-${n.number}` : null, tabindex: n.number ? "-1" : null },
    make("p", { class: "head" }, `${n.number ? `${n.number}. ` : ""}${n.weight} `,
      make("span", { class: "criterion" }, `(${n.criterion})`)),
    make("p", {}, n.message, n.suggestion ? " " : "", n.suggestion ? make("i", {}, n.suggestion) : ""),
    n.mark === "strength" ? "" : make("p", { class: "from" }, `${n.rule}${n.source ? `, ${n.source}` : ""}`))));
}

function items(list, caption) {
  if (!list.length) return make("p", {}, "Say which kind of letter it is, and the list appears.");
  return table(caption, ["What", "Here", "Where it is said best"], list.map((i) => make("tr", {},
    make("th", { scope: "row" }, i.name, i.about ? make("span", { class: "about" }, i.about) : ""),
    make("td", {}, make("span", { class: `status ${i.status}` }, i.words)),
    make("td", { class: "quote" }, i.quote ? `\u201c${i.quote}\u201d` : ""))));
}

function edit() {
  at("text").focus();
  at("text").scrollIntoView({ block: "center" });
}

/** Saves the assessment as a file; the browser asks nobody for it. */
function save() {
  const blob = new Blob([JSON.stringify(present.assessment, null, 2)], { type: "application/json" });
  const link = make("a", { href: URL.createObjectURL(blob), download: "assessment.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

setUp();
