// Opens every kind of page of a built site in Chromium, at phone and desktop width, light and dark,
// and checks what a reader would notice: accessibility (axe-core), markup (the Nu checker), broken
// links, requests to elsewhere, sideways scrolling, messages in the console.
//
//   node site.mjs SITE [SCREENSHOTS]
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const require = createRequire(import.meta.url);
const root = resolve(process.argv[2]);
const shots = process.argv[3] && resolve(process.argv[3]);
let passed = 0;
const failures = [];

function check(good, what) {
  if (good) passed++;
  else {
    failures.push(what);
    console.log(`FAIL ${what}`);
  }
}

function htmlFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".html"))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

// One page of each kind; a pattern is a path with its changing parts as expressions.
const kinds = {
  front: /^index\.html$/,
  article: /^\d{4}\/\d\d\/\d\d\/(?!page\b)[^/]+\/index\.html$/,
  day: /^\d{4}\/\d\d\/\d\d\/index\.html$/,
  month: /^\d{4}\/\d\d\/index\.html$/,
  year: /^\d{4}\/index\.html$/,
  tags: /^tags\/index\.html$/,
  tag: /^tags\/[^/]+\/index\.html$/,
  categories: /^categories\/index\.html$/,
  category: /^categories\/[^/]+\/index\.html$/,
  sources: /^sources\/index\.html$/,
  source: /^sources\/[^/]+\/index\.html$/,
  authors: /^authors\/index\.html$/,
  author: /^authors\/[^/]+\/index\.html$/,
  numbered: /\/page\/\d+\/index\.html$/,
  notFound: /^404\.html$/,
};
const optional = new Set(["numbered"]);

function nu(files) {
  const jar = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "node_modules/vnu-jar/build/dist/vnu.jar");
  try {
    execFileSync("java", ["-Xss2m", "-jar", jar, "--stdout", "--format", "gnu", ...files.map((f) => join(root, f))], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    return "";
  } catch (error) {
    return error.stdout || String(error);
  }
}

async function axe(page) {
  await page.evaluate(require("axe-core").source);
  const result = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
}

async function look(browser, url, kind, size, scheme) {
  const name = `${kind} ${size.width}px ${scheme}`;
  const context = await browser.newContext({ viewport: size, colorScheme: scheme, bypassCSP: true });
  const page = await context.newPage();
  const said = [];
  const elsewhere = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(url).origin) && request.resourceType() !== "image") elsewhere.push(request.url());
  });
  // Nothing leaves this machine, not even for an image.
  await context.route((to) => to.hostname !== "127.0.0.1", (route) => route.abort());
  await page.goto(url, { waitUntil: "load" });
  const violations = await axe(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const broken = await page.evaluate(() =>
    [...document.images].filter((i) => i.src.startsWith(location.origin) && i.loading !== "lazy" && !i.naturalWidth).map((i) => i.src),
  );
  check(violations.length === 0, `${name}: accessibility: ${violations.join("; ")}`);
  check(wide <= 0, `${name}: scrolls sideways by ${wide}px`);
  check(broken.length === 0, `${name}: broken images: ${broken}`);
  check(elsewhere.length === 0, `${name}: asks elsewhere: ${elsewhere}`);
  const own = said.filter((text) => !text.includes("ERR_FAILED") && !text.includes("404"));
  check(own.length === 0, `${name}: console: ${own}`);
  if (shots) await page.screenshot({ path: join(shots, `${kind}-${size.width}-${scheme}.png`), fullPage: true });
  await context.close();
}

// Every link inside the site, from every page.
async function links(browser, base, files) {
  const context = await browser.newContext({ javaScriptEnabled: true, bypassCSP: true });
  const page = await context.newPage();
  await context.route((to) => to.hostname !== "127.0.0.1", (route) => route.abort());
  const seen = new Map();
  for (const file of files) {
    await page.goto(base + file.split("/").map(encodeURIComponent).join("/"), { waitUntil: "domcontentloaded" });
    if (page.url() !== base + file.split("/").map(encodeURIComponent).join("/")) continue; // a redirect page
    const targets = await page.evaluate(() =>
      [...document.querySelectorAll("a[href], link[href], img[src]")].map((e) => e.href || e.src).filter((u) => u.startsWith(location.origin)),
    );
    for (const target of targets) {
      const plain = target.split("#")[0];
      if (!seen.has(plain)) seen.set(plain, (await fetch(plain)).status);
      check(seen.get(plain) === 200, `${file}: dead link ${plain}`);
    }
  }
  await context.close();
}

const files = htmlFiles(root);
const profile = mkdtempSync(join(tmpdir(), "digest-browser-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const server = await serve(root);
if (shots) mkdirSync(shots, { recursive: true });

const problems = nu(files);
check(problems === "", `the Nu checker: ${problems}`);
for (const [kind, pattern] of Object.entries(kinds)) {
  const file = files.filter((name) => pattern.test(name)).at(-1);
  if (!file && optional.has(kind)) continue;
  check(file, `the site has a page of kind ${kind}`);
  if (!file) continue;
  const url = server.url + file.replace(/index\.html$/, "").split("/").map(encodeURIComponent).join("/");
  for (const width of [390, 1280])
    for (const scheme of ["light", "dark"]) await look(browser, url, kind, { width, height: 900 }, scheme);
  await look(browser, url, kind, { width: 320, height: 640 }, "light");
}
await links(browser, server.url, files);

// The same site below another path: links are relative, so nothing may break.
const below = await serve(root, "/team/news/");
await links(browser, below.url, files.filter((name) => name !== "404.html").slice(0, 40));
below.close();

await browser.close();
server.close();
rmSync(profile, { recursive: true, force: true });
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
