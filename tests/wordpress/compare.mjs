// compare.mjs TRUTH EXPORT SITE [OPTION...]: whether what digest keeps and shows is what the database of
// the WordPress says (dump.php). Prints each difference; exit status 1 when there is one.
//
// EXPORT is what `digest store export` printed, SITE the folder that was built with the theme in facts/;
// either may be "-" to leave it out. Options:
//
//   --without KEY,...   posts that must not be there, by their "digest_key"
//   --at-least          more may be there, and what came by a feed counts
//   --category SLUG,... only those in one of these, or below
//   --tag SLUG,...      only those with one of these
//   --since DATE        only those published since (in UTC)
//   --newest N          only so many
//   --without-authors   the site does not tell who wrote
//   --as-user           asked for with credentials, which show the data of all pictures
//   --by-feed           they came by the feed: terms of both kinds are one list, and there are no
//                       featured pictures or dates of change; what is kept is not looked at
//
// What is kept is compared as it is, byte for byte, but for titles and names, of which WordPress sends
// HTML and the database has text: these, and everything on the site, are compared as texts in NFC, with
// white space folded to single blanks and without control and format characters (Unicode Cc and Cf,
// which the site drops), since those are digest's rules for texts (article.h).
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { join } from "node:path";

const [truthFile, exportFile, site, ...rest] = process.argv.slice(2);
const flag = (name) => rest.includes(name);
const option = (name) => (flag(name) ? rest[rest.indexOf(name) + 1].split(",") : null);
const matches = (list, key) => list.some((one) => (one.endsWith("*") ? key.startsWith(one.slice(0, -1)) : key === one));
const without = option("--without") ?? [];
const atLeast = flag("--at-least");
const byFeed = flag("--by-feed");
const asUser = flag("--as-user");
const authors = !flag("--without-authors");

let differences = 0;
function differs(post, what, has, wanted) {
  if (++differences > 30) return;
  const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value).slice(0, 300));
  console.log(`post ${post.id} (${post.key}): ${what}\n    digest   ${show(has)}\n    database ${show(wanted)}`);
}
function same(post, what, has, wanted) {
  if (JSON.stringify(has) !== JSON.stringify(wanted)) differs(post, what, has, wanted);
}

// -- Texts ------------------------------------------------------------------------------------

const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", hellip: "…", mdash: "—", ndash: "–", times: "×" };
const decode = (text) =>
  text.replace(/&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(\w+));/g, (all, decimal, hex, name) =>
    name ? (named[name] ?? all) : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16)));
const strip = (html) =>
  decode(
    html
      .replace(/<(script|style)\b[^>]*>.*?<\/\1>/gis, "")
      .replace(/<br\b[^>]*>/gi, " ")
      .replace(/<\/?[a-zA-Z][^>]*>/g, ""),
  );
const fold = (text) =>
  text
    .normalize("NFC")
    .replace(/[\p{Z}\t\n\v\f\r\u0085]+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/ +/g, " ")
    .trim();
const sorted = (list) => [...list].sort();

// -- What is there ----------------------------------------------------------------------------

const lines = (file) => readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const truth = lines(truthFile);

/** The slugs of a category's posts are those below it, too; the truth tells each category's parent. */
function below(slugs) {
  const all = new Set(slugs);
  const terms = truth.flatMap((post) => post.categories);
  for (let before = -1; before !== all.size; ) {
    before = all.size;
    for (const term of terms) if (all.has(term.parent)) all.add(term.slug);
  }
  return all;
}

function choose() {
  const categories = option("--category") && below(option("--category"));
  const tags = option("--tag");
  const since = option("--since")?.[0] ?? "";
  const chosen = truth.filter(
    (post) =>
      !matches(without, post.key) &&
      (!categories || post.categories.some((term) => categories.has(term.slug))) &&
      (!tags || post.tags.some((term) => tags.includes(term.slug))) &&
      post.published >= since,
  );
  if (!option("--newest")) return chosen;
  return chosen.sort((a, b) => (a.published < b.published ? 1 : -1)).slice(0, Number(option("--newest")[0]));
}
const wanted = choose();

// Blocks that print the address of the request or the day (wordpress-facts, S9) never compare.
const changesByItself = (post) => post.key.startsWith("volatile-");

const isSeen = (post) => post.image && (post.image.seen || asUser);

// -- What is kept -----------------------------------------------------------------------------

/** The embedded terms of a taxonomy; an error object in a term's place is none. */
const embedded = (document, taxonomy) =>
  (document._embedded?.["wp:term"] ?? []).flat().filter((term) => term.taxonomy === taxonomy && term.name !== undefined);

/** WordPress numbers galleries and containers within each request. */
const unnumbered = (html) => html.replace(/\b(gallery-\d*-?|wp-container-|wp-elements-|attachment_|gallery-)\d+/g, "$1");

function compareKept(post, document) {
  same(post, "status", document.status, post.status);
  same(post, "link", document.link, post.link);
  same(post, "slug", decodeURIComponent(document.slug), post.slug);
  same(post, "date", `${document.date_gmt}Z`, post.published);
  same(post, "date of change", `${document.modified_gmt}Z`, post.modified);
  same(post, "title", fold(strip(document.title.rendered.replace(/^Protected: /, ""))), fold(post.title));
  if (!changesByItself(post)) same(post, "content", unnumbered(document.content.rendered), unnumbered(post.content));
  const author = document._embedded?.author?.[0];
  if (authors) same(post, "author", author?.name === undefined ? "" : decode(author.name), post.author);
  for (const [field, taxonomy] of [["categories", "category"], ["tags", "post_tag"]]) {
    const has = embedded(document, taxonomy).map((term) => ({ name: decode(term.name), slug: decodeURIComponent(term.slug) }));
    const list = post[field].map(({ name, slug }) => ({ name, slug }));
    const bySlug = (a, b) => (a.slug < b.slug ? -1 : 1);
    same(post, field, has.sort(bySlug), list.sort(bySlug));
  }
  const media = document._embedded?.["wp:featuredmedia"]?.[0];
  const picture = isSeen(post) ? { url: post.image.url, alt: post.image.alt } : undefined;
  same(post, "featured picture", media?.source_url ? { url: media.source_url, alt: media.alt_text } : undefined, picture);
}

function checkKept() {
  const kept = new Map();
  const byTheFeed = new Set();
  for (const line of lines(exportFile)) {
    if (line.type !== "document" || line.presence !== "here") continue;
    if (line.kind !== "post") {
      if (!atLeast && wanted.some((post) => String(post.id) === line.id)) differs({ id: line.id, key: "?" }, "is kept as", line.kind, "post");
      byTheFeed.add(line.id);
      continue;
    }
    kept.set(Number(line.id), JSON.parse(line.text));
  }
  for (const post of wanted) {
    if (atLeast && byTheFeed.has(String(post.id))) continue;
    if (!kept.has(post.id)) differs(post, "is not kept", undefined, post.title);
    else compareKept(post, kept.get(post.id));
  }
  const known = new Map(wanted.map((post) => [post.id, post]));
  for (const [id, document] of kept)
    if (!known.has(id) && !atLeast) differs({ id, key: "?" }, "is kept, but should not be there", document.title?.rendered, undefined);
  return kept.size;
}

// -- What is shown ----------------------------------------------------------------------------

function* pages(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* pages(path);
    else if (entry.name === "index.html") yield path;
  }
}

function readPage(text) {
  const facts = {};
  for (const [, name, value] of text.matchAll(/<f (\w+)>(.*?)<\/f>/gs)) (facts[name] ??= []).push(name === "body" ? value : decode(value));
  if (!facts.title) return null;
  facts.ld = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)[1]);
  return facts;
}

const instant = (text) => (text ? new Date(text).toISOString().replace(".000", "") : undefined);

// Digest gives a title to what has none, from its text, and cuts one at 500 bytes (limits.h).
function compareTitle(post, page) {
  const has = fold(page.title[0]);
  if (fold(post.title) === "") {
    if (has === "") differs(post, "page without a title", has, "");
  } else if (Buffer.byteLength(fold(post.title)) > 500) {
    if (!fold(post.title).startsWith(has) || Buffer.byteLength(has) < 450) differs(post, "page's title", has, fold(post.title));
  } else {
    same(post, "page's title", has, fold(post.title));
  }
}

function compareShown(post, page) {
  compareTitle(post, page);
  same(post, "page's date", instant(page.published[0]), post.published);
  const later = post.modified > post.published ? post.modified : post.published;
  if (!byFeed) same(post, "page's date of change", instant(page.ld.dateModified), later);
  // A feed's line of authors may name several, as one name with "&" in it seems to.
  const people = byFeed ? fold(post.author).split(" & ") : [fold(post.author)];
  if (authors) same(post, "page's authors", (page.author ?? []).map(fold), post.author ? people : []);
  // WordPress's category for what has none is no category.
  const named = (list) => list.filter((term) => term.slug !== "uncategorized").map((term) => fold(term.name));
  // Of several terms with one name there is one.
  const names = (list) => sorted(new Set(named(list)));
  if (byFeed) {
    same(post, "page's terms", sorted(new Set([...(page.category ?? []), ...(page.ld.keywords ?? [])].map(fold))), names([...post.categories, ...post.tags]));
    return;
  }
  same(post, "page's categories", sorted((page.category ?? []).map(fold)), names(post.categories));
  // A page shows ten tags, its data have all. An article without tags gets those that it speaks of.
  if (post.tags.length) same(post, "page's tags", sorted((page.ld.keywords ?? []).map(fold)), names(post.tags));
  if (isSeen(post) && post.image.type.startsWith("image/")) comparePicture(post, page);
  if (post.key.startsWith("bulk-")) same(post, "page's text", words(page.body[0]), words(post.content));
}

const words = (html) => fold(strip(html.replace(/<\/(p|h\d|li|div)>/g, "$& "))).split(" ").join(" ");

/** The original, or one of its sizes, or a copy of ours. */
function comparePicture(post, page) {
  const has = page.image?.[0] ?? "";
  const stem = post.image.url.replace(/(-scaled)?\.\w+$/, "");
  const own = /(^|\/)media\//.test(has);
  if (!own && !has.startsWith(stem)) differs(post, "page's picture", has, post.image.url);
  same(post, "page's alternative text", fold(page.alt?.[0] ?? ""), fold(post.image.alt));
}

const keyOf = (link) => truth.find((post) => post.link === link)?.key ?? "?";

function checkShown() {
  const shown = new Map();
  for (const file of pages(site)) {
    const page = readPage(readFileSync(file, "utf8"));
    if (page && shown.has(page.link[0]) && !matches(without, keyOf(page.link[0])))
      differs({ id: 0, key: page.link[0] }, "has two pages", page.path[0], shown.get(page.link[0]).path[0]);
    if (page) shown.set(page.link[0], page);
  }
  const visible = wanted.filter((post) => !post.protected);
  for (const post of visible) {
    const page = shown.get(post.link);
    if (!page) differs(post, "has no page", undefined, post.link);
    else compareShown(post, page);
    shown.delete(post.link);
  }
  if (atLeast) return visible.length;
  for (const [link, page] of shown) differs({ id: 0, key: link }, "has a page, but should not", page.title[0], undefined);
  const feed = JSON.parse(readFileSync(join(site, "feed.json"), "utf8"));
  same({ id: 0, key: "feed.json" }, "length of the feed", feed.items.length, Math.min(50, visible.length));
  // Nothing of what is not public may be anywhere.
  for (const name of ["feed.xml", "feed.json", "rss.xml", "index.html"])
    if (existsSync(join(site, name)) && /SECRETT/.test(readFileSync(join(site, name), "utf8")))
      differs({ id: 0, key: name }, "shows what is not public", name, undefined);
  return visible.length;
}

const kept = exportFile === "-" || byFeed ? 0 : checkKept();
const shown = site === "-" ? 0 : checkShown();
if (differences) {
  console.log(`${differences} differences`);
  process.exit(1);
}
console.log(`${wanted.length} posts in the database, ${kept} kept, ${shown} shown: no difference`);
