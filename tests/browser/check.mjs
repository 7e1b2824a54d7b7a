// Drives the page and the marked-up letter in Chromium; see README.md beside it.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import zlib from "node:zlib";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const out = path.join(root, "target/browser");
const require = createRequire(path.join(out, "package.json"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const program = path.join(root, "target/debug/lettermark");

const POOR = `Crown Prosecution Service
12 Dock Street
Seaport
SP1 4QQ

14 September 2025

Dear Ms Nowak

R v Darren Pike

I am writing to inform you that this matter has been discontinued pursuant to the Code for Crown Prosecutors. <script>document.title = "taken over"</script><img src=x onerror="document.title = 'taken over'"> You should of told the police sooner.

The witness who saw the attack has moved abroad and will not come to court. Without that witness there is no other evidence of who hit you.

Yours sincerely

T. Marsh
`;
const BETTER = POOR.replace(/<script>.*onerror.*?>/, "").replace("You should of told the police sooner.",
  "I am sorry for what happened to you. I know that this news may upset you. It does not mean that we did not believe you. Thank you for your statement, which told us how much the attack changed your life.");

/** A Word file of these paragraphs: a zip of one part, stored. */
function docx(paragraphs) {
  const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const parts = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs.map((p) => `<w:p><w:r><w:t>${escape(p)}</w:t></w:r></w:p>`).join("")}</w:body></w:document>`,
  };
  const files = [];
  const directory = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const [file, bytes] = [Buffer.from(name), Buffer.from(text)];
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(zlib.crc32(bytes), 10);
    head.writeUInt32LE(bytes.length, 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt16LE(file.length, 22);
    files.push(Buffer.from("PK\x03\x04"), head, file, bytes);
    const entry = Buffer.alloc(16);
    entry.writeUInt32LE(at, 12);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), head, entry.subarray(2), file);
    at += 30 + file.length + bytes.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(3, 4);
  end.writeUInt16LE(3, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, list, Buffer.from("PK\x05\x06"), end]);
}

async function started() {
  const server = spawn(program, ["serve", "--bind", "127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  const address = await new Promise((resolve, reject) => {
    server.on("exit", () => reject(new Error(`the server ended: ${log}`)));
    server.stderr.on("data", (data) => {
      log += data;
      const found = /http:\/\/[\d.:]+\//.exec(log);
      if (found) resolve(found[0]);
    });
  });
  return { server, address, log: () => log };
}

async function sound(page, what) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document));
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes[0].html}`), [], what);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(sideways, 0, `${what} scrolls sideways`);
}

const rating = (page, name) => page.evaluate((wanted) => {
  const row = [...document.querySelectorAll("#ratings tbody tr")].find((r) => r.querySelector("th").textContent === wanted);
  return [...row.querySelectorAll(".rating")].map((r) => r.classList[1]);
}, name);

const step = (text) => console.log(`ok  ${text}`);
const { server, address, log } = await started();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  // axe-core has to be put into the page, which the page's own policy rightly forbids.
  const open = async (width, bypassCSP = true) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP });
    const page = await context.newPage();
    page.on("pageerror", (error) => assert.fail(error.message));
    page.on("request", (request) => assert.ok(request.url().startsWith(address) || request.url().startsWith("blob:"), request.url()));
    await page.goto(address);
    return page;
  };
  const checked = (page) => page.waitForFunction(() => !document.querySelector("#result").hidden && !document.querySelector("#busy").textContent);

  for (const [name, width] of [["desktop", 1280], ["phone", 375]]) {
    const page = await open(width);
    await sound(page, `${name}, empty`);
    await page.fill("#text", POOR);
    await page.selectOption("#kind", "vcl");
    await page.selectOption("#decision", "discontinued");
    await page.click("#check");
    await checked(page);
    await sound(page, `${name}, checked`);
    assert.equal(await page.evaluate(() => document.querySelectorAll("#letter script, #letter img").length), 0);
    for (const part of ["<script>", "document.title ="]) assert.ok((await page.textContent("#letter")).includes(part));
    await page.screenshot({ path: path.join(out, `page-${name}.png`), fullPage: true });
    if (name === "desktop") await page.pdf({ path: path.join(out, "page.pdf"), preferCSSPageSize: true });
    step(`${name}: axe-core finds nothing, no sideways scrolling`);
    await page.fill("#text", BETTER);
    await page.click("#check");
    await page.waitForFunction(() => document.querySelector("#ratings").textContent.includes("Last time"));
    const points = { NM: 0, PM: 1, FM: 2 };
    const [before, now] = await rating(page, "Empathy");
    assert.ok(points[now] > points[before], `empathy went from ${before} to ${now}`);
    await sound(page, `${name}, checked again`);
    step(`${name}: mended, empathy rises from ${before} to ${now}, both shown`);
    await page.context().close();
  }

  // With the page's own policy in force.
  const page = await open(1280, false);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the letter");
  for (let i = 0; i < 20 && (await page.evaluate(() => document.activeElement.id)) !== "text"; i += 1) await page.keyboard.press("Tab");
  await page.keyboard.insertText(POOR);
  for (let i = 0; i < 20 && (await page.evaluate(() => document.activeElement.id)) !== "check"; i += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await checked(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "result-title");
  assert.equal(await page.title(), "Check a letter to a victim \u2013 lettermark");
  step("by keyboard alone: skip link, box, button, and the result has the focus");

  await page.evaluate(([bytes]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(bytes)], "draft.docx"));
    document.querySelector("#text").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [[...docx(BETTER.split("\n").filter(Boolean))]]);
  assert.ok((await page.textContent("#file-note")).includes("draft.docx"));
  await page.click("#check");
  await page.waitForFunction(() => document.querySelector("#text").value.includes("moved abroad") && document.querySelector("#ratings").textContent.includes("Last time"));
  assert.ok((await page.textContent("#letter")).includes("Thank you for your statement"));
  step("a Word file dropped on the box is checked, and its text stands in the box");

  await page.evaluate(() => { document.querySelector("#text").value = " "; });
  await page.click("#check");
  assert.equal(await page.evaluate(() => document.activeElement.id), "text");
  assert.ok(await page.isVisible("#errors"));
  assert.deepEqual(await page.context().cookies(), []);
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  step("nothing pasted: told, with the focus in the box; no cookie, nothing stored");
  await page.goto(`${address}docs`);
  await page.close();
  const docs = await open(375);
  await docs.goto(`${address}docs`);
  await sound(docs, "reference");
  step("the reference page: axe-core finds nothing");

  const draft = path.join(out, "draft.txt");
  const marked = path.join(out, "marked.html");
  fs.writeFileSync(draft, POOR);
  const run = spawnSync(program, ["check", draft, "--kind", "vcl", "--decision", "discontinued", "--html", marked, "--force"]);
  assert.equal(run.status, 0, String(run.stderr));
  for (const [name, width] of [["desktop", 1200], ["phone", 375]]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true });
    const letter = await context.newPage();
    await letter.goto(pathToFileURL(marked).href);
    await sound(letter, `marked-up letter, ${name}`);
    await letter.screenshot({ path: path.join(out, `marked-${name}.png`), fullPage: true });
    if (name === "desktop") await letter.pdf({ path: path.join(out, "marked.pdf"), preferCSSPageSize: true });
    assert.equal(await letter.evaluate(() => document.querySelectorAll("script, img, link").length), 0);
    assert.ok((await letter.title()).startsWith("Marked-up letter"));
    step(`the marked-up letter, ${name}: axe-core finds nothing, no script runs`);
  }
  for (const planted of ["Nowak", "Pike", "onerror", "witness"]) assert.ok(!log().includes(planted), `the log holds ${planted}`);
  step("no word of the letters in the log");
} finally {
  await browser.close();
  server.removeAllListeners("exit");
  server.kill("SIGTERM");
}
