// Cleans vectors with sanitize_clean and looks at the results in Chromium.
// Usage: node check.mjs SANITIZE_CLEAN [COUNT [SEED]]; needs playwright-core and /usr/bin/chromium.
//
// Held for every vector: a browser builds from the output the very tree it was written from
// (innerHTML gives it back byte for byte, in a fragment and in a document); cleaning it again
// changes nothing; harmless content loses neither text nor structure; every element, attribute and scheme is on the list below, which is written
// independently of the program's; no script runs; nothing but images is requested.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { benign, harmless, vectors } from './vectors.mjs';

const [program, count = '4000', seed = '1'] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const playwright = await import('playwright-core').catch(() => null);
if (!playwright || !existsSync(executablePath)) {
  console.log('skipped: needs chromium, and npm ci in tests/browser');
  process.exit(77);
}

function clean(bodies) {
  const frames = bodies.map(body => {
    const bytes = Buffer.from(body, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  const run = spawnSync(program, [], { input: Buffer.concat(frames), maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`${program} failed: ${run.signal ?? run.status}\n${run.stderr}`);
  const results = [];
  for (let at = 0; at < run.stdout.length;) {
    const length = run.stdout.readUInt32LE(at);
    results.push(run.stdout.toString('utf8', at + 4, at + 4 + length));
    at += 4 + length;
  }
  return bodies.map((body, i) => ({ body, html: results[2 * i], text: results[2 * i + 1] }));
}

// Runs in the page: all that is wrong with the outputs.
function inspect(items) {
  const global = ['lang', 'dir', 'id'];
  const image = ['src', 'srcset', 'sizes', 'alt', 'width', 'height', 'loading', 'decoding', 'referrerpolicy'];
  const allowed = {
    a: ['href', 'rel'], abbr: ['title'], dfn: ['title'], blockquote: ['cite'], q: ['cite'], code: ['class'],
    details: ['open'], li: ['value'], ol: ['start', 'reversed', 'type'], time: ['datetime'], img: image,
    td: ['colspan', 'rowspan', 'headers'], th: ['colspan', 'rowspan', 'headers', 'scope', 'abbr'],
  };
  for (const name of ('b bdi bdo br caption cite dd del dl dt em figcaption figure h2 h3 h4 h5 h6 hr i ins kbd mark p pre rp ' +
    'rt ruby s samp small span strong sub summary sup table tbody tfoot thead tr u ul var wbr').split(' ')) allowed[name] = [];
  const inner = {
    UL: /^LI$/, OL: /^LI$/, DL: /^D[TD]$/, TABLE: /^(CAPTION|THEAD|TBODY|TFOOT)$/, THEAD: /^TR$/,
    TBODY: /^TR$/, TFOOT: /^TR$/, TR: /^T[DH]$/,
  };
  const phrasing = /^(A|ABBR|B|BDI|BDO|BR|CITE|CODE|DEL|DFN|EM|I|IMG|INS|KBD|MARK|Q|RP|RT|RUBY|S|SAMP|SMALL|SPAN|STRONG|SUB|SUP|TIME|U|VAR|WBR)$/;
  const lineOnly = /^(P|H[2-6]|PRE|DT|SUMMARY|CAPTION)$/;
  const holds = name => phrasing.test(name) || lineOnly.test(name);
  const problems = [];
  const stage = document.getElementById('stage');
  for (const { index, html } of items) {
    const wrong = what => problems.push({ index, what });
    const parsed = new DOMParser().parseFromString('<!DOCTYPE html><html><head></head><body>' + html, 'text/html');
    if (parsed.body.innerHTML !== html) wrong('document rebuilds as ' + parsed.body.innerHTML);
    if (parsed.head.childNodes.length || parsed.body.attributes.length) wrong('leaks out of the body');
    stage.innerHTML = html;
    if (stage.innerHTML !== html) wrong('fragment rebuilds as ' + stage.innerHTML);
    for (const e of stage.querySelectorAll('*')) {
      const list = allowed[e.localName];
      if (!list || e.namespaceURI !== 'http://www.w3.org/1999/xhtml') { wrong('element ' + e.localName); continue; }
      for (const a of e.attributes) {
        if (!list.includes(a.name) && !global.includes(a.name)) wrong(`attribute ${e.localName}.${a.name}`);
        if (['href', 'src', 'cite'].includes(a.name) && !/^(https?:\/\/[^/]|mailto:.|tel:.|#c-)/.test(a.value)) wrong(`URL ${a.value}`);
        if (a.name === 'src' && !/^https?:/.test(a.value)) wrong(`image ${a.value}`);
        if (a.name === 'srcset' && a.value.split(', ').some(c => !/^https?:\/\/[^\s]+( [\d.]+[wx])?$/.test(c))) wrong(`srcset ${a.value}`);
        if (['href', 'src', 'cite'].includes(a.name) && !/^[\x21-\x7e\u00a1-\u{10ffff}]*$/u.test(a.value)) wrong(`URL ${a.value}`);
      }
      if (e.localName === 'img' && !e.hasAttribute('alt')) wrong('img without alt');
      const parent = e.parentElement.tagName;
      if (e.parentElement !== stage) {
        if (inner[parent] && !inner[parent].test(e.tagName)) wrong(`${e.tagName} in ${parent}`);
        if (holds(parent) && !phrasing.test(e.tagName)) wrong(`${e.tagName} in ${parent}`);
      } else if (phrasing.test(e.tagName)) wrong(`${e.tagName} at top level`);
      if (/^(LI)$/.test(e.tagName) && !/^(UL|OL)$/.test(parent)) wrong('li in ' + parent);
      if (/^D[TD]$/.test(e.tagName) && parent !== 'DL') wrong('dt or dd in ' + parent);
      if (e.tagName === 'A' && e.parentElement.closest('a')) wrong('a in a');
      if (e.tagName === 'A' && !e.getAttribute('href')) wrong('a without href');
      if (e.tagName === 'A' && !e.textContent.trim() && ![...e.querySelectorAll('img')].some(i => i.alt)) wrong('link without name');
      if (/^H[2-6]$/.test(e.tagName) && !e.textContent.trim() && ![...e.querySelectorAll('img')].some(i => i.alt)) wrong('empty heading');
      if (e.tagName === 'FIGCAPTION' && (parent !== 'FIGURE' || (e.previousSibling && e.nextSibling))) wrong('figcaption out of place');
      if (e.tagName === 'SUMMARY' && (parent !== 'DETAILS' || e.previousSibling)) wrong('summary out of place');
      if (e.tagName === 'DETAILS' && e.firstElementChild?.tagName !== 'SUMMARY') wrong('details without summary');
      if (e.tagName === 'TABLE' && e.querySelector('table table table')) wrong('tables too deep');
      if (e.tagName === 'TABLE') {
        const order = [...e.children].map(c => 'CTBF'['CAPTION THEAD TBODY TFOOT'.split(' ').indexOf(c.tagName)]).join('');
        if (!/^C?T?B*F?$/.test(order) || !/[TBF]/.test(order)) wrong('table of ' + order);
      }
      if (inner[e.tagName] && [...e.childNodes].some(n => n.nodeType === 3)) wrong('text in ' + e.tagName);
      if (['P', 'UL', 'OL', 'DL', 'TR', 'FIGURE', 'BLOCKQUOTE'].includes(e.tagName) && !e.firstChild) wrong('empty ' + e.tagName);
    }
    const ids = [...stage.querySelectorAll('[id]')].map(e => e.id);
    if (new Set(ids).size !== ids.length || ids.some(id => !id.startsWith('c-'))) wrong('ids ' + ids);
    for (const a of stage.querySelectorAll('a[href^="#"]'))
      if (!stage.querySelector('#' + CSS.escape(decodeURIComponent(a.hash.slice(1))))) wrong('link to nowhere ' + a.hash);
    let level = 1;
    for (const h of stage.querySelectorAll('h2,h3,h4,h5,h6')) {
      const l = +h.tagName[1];
      if (l > level + 1) wrong(`h${l} after h${level}`);
      level = l;
    }
    for (let n = 0, e = stage; e; e = e.firstElementChild) if (++n > 120) { wrong('too deep'); break; }
  }
  stage.textContent = '';
  return { problems, hit: window.hit };
}

// Structure and text of what is harmless, in a comparable form.
function outline(html) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const walk = n => n.nodeType === 3 ? n.data.replace(/[ \t\n]+/g, ' ') :
    n.nodeType !== 1 ? '' : `<${n.localName}>${[...n.childNodes].map(walk).join('')}</>`;
  return walk(parsed.body).replace(/> </g, '><').replace(/<h\d>/g, '<h>');
}

const list = vectors(+seed, +count);
const first = clean(list);
const second = clean(first.map(r => r.html));
let failed = 0;
const report = (index, what) => {
  if (++failed <= 40) console.log(`vector ${index}: ${what}\n  in:  ${JSON.stringify(list[index]).slice(0, 600)}\n  out: ${JSON.stringify(first[index].html).slice(0, 600)}`);
};
first.forEach((r, i) => { if (second[i].html !== r.html) report(i, `cleaned again: ${JSON.stringify(second[i].html).slice(0, 600)}`); });

const browser = await playwright.chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'] });
const page = await browser.newPage();
const requests = [];
await page.route('**/*', route => {
  const request = route.request();
  if (request.url() === 'http://stage.test/') return route.fulfill({ contentType: 'text/html', body: '<!DOCTYPE html><title>t</title><div id=stage></div>' });
  if (request.resourceType() !== 'image') requests.push(`${request.resourceType()} ${request.url()}`);
  return route.abort();
});
await page.goto('http://stage.test/');
page.on('dialog', d => { failed++; console.log('dialog'); d.dismiss(); });
for (let at = 0; at < first.length; at += 250) {
  const items = first.slice(at, at + 250).map((r, i) => ({ index: at + i, html: r.html }));
  const { problems, hit } = await page.evaluate(inspect, items);
  for (const p of problems) report(p.index, p.what);
  if (hit) report(at, 'a script ran, in this vector or the 249 after it');
}
for (const { body, html } of clean(benign)) {
  const [before, after] = [await page.evaluate(outline, body), await page.evaluate(outline, html)];
  if (before !== after) { failed++; console.log(`harmless content changed\n  in:  ${body}\n  out: ${html}`); }
}
for (const { body, html } of clean(harmless(+seed, +count))) {
  // Sorted, as what a table cannot hold moves before it, here and in browsers not by the same rules.
  const [before, after] = await page.evaluate(list => list.map(markup => {
    const parsed = new DOMParser().parseFromString('<body>' + markup, 'text/html');
    return [...parsed.body.textContent.replace(/\s+/g, '')].sort().join('');
  }), [body, html]);
  if (before !== after) { failed++; console.log(`text got lost\n  in:  ${body}\n  out: ${html}`); }
}
for (const r of requests) { failed++; console.log('requested: ' + r); }
await browser.close();
console.log(`${first.length} vectors, ${failed} problems`);
process.exit(failed ? 1 : 0);
