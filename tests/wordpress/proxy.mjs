// A forwarder in front of a server on loopback that spoils answers by a plan.
//
//   node proxy.mjs FOLDER PORT...
//
// Forwards every request to the least busy of the ports on 127.0.0.1, writes the port it listens on
// into FOLDER/port, and a line for each request into FOLDER/access.log:
//
//   number TAB milliseconds TAB method TAB target TAB status sent TAB fault or "-" TAB bytes sent
//       TAB requests under way when it came, itself included
//
// FOLDER/plan.json is read at each request, so that whoever replaces it (mv, not in place) changes
// what happens from the next request on, and counts of rules begin again:
//
//   { "seed": 7, "rate": 0.05, "faults": ["500", "cut"],   // this share of requests fails, one of these
//     "only": "/wp/v2/",                                   // of those whose target matches
//     "rules": [ { "match": "page=2", "skip": 0, "times": 1, "fault": "503s",
//                  "run": ["sh", "-c", "..."], "after": false } ],
//     "latency": 0 }                                       // milliseconds, on every request
//
// The first rule that matches "METHOD target" and is not used up (times; absent is for ever) is applied:
// its command runs before the request is forwarded, or with "after" before the answer is given.
// Chance depends on the seed, the target without its dates, and how often that was asked: not on time
// or order, so a run can be repeated. "faults" below says what each does.
import net from "node:net";
import { spawn } from "node:child_process";
import { appendFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";

const HOST = "127.0.0.1";
const [folder, ...ports] = process.argv.slice(2);
if (!folder || !ports.length) {
  console.error("usage: node proxy.mjs FOLDER PORT...");
  process.exit(2);
}
const log = join(folder, "access.log");
const planFile = join(folder, "plan.json");
const upstreams = ports.map((port) => ({ port: Number(port), busy: 0 }));
const started = Date.now();

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// -- Answers ----------------------------------------------------------------------------------

const page = (status, extra, title) => {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return Buffer.from(
    `HTTP/1.1 ${status}\r\nContent-Type: text/html; charset=UTF-8\r\n${extra}` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

const json = (head, body) =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\n${head}Connection: close\r\n\r\n`),
    Buffer.from(body),
  ]);

/** Head (with its blank line) and body of a whole answer. */
function split(answer) {
  const at = answer.indexOf("\r\n\r\n");
  return at < 0 ? [answer, Buffer.alloc(0)] : [answer.subarray(0, at + 4), answer.subarray(at + 4)];
}

/** The head without some headers and with others. */
function reheaded(head, without, more = "") {
  const lines = head.toString("latin1").slice(0, -4).split("\r\n");
  const kept = lines.filter((line, i) => i === 0 || !without.includes(line.split(":")[0].toLowerCase()));
  return Buffer.from(kept.join("\r\n") + "\r\n" + more + "\r\n", "latin1");
}

const framing = ["content-length", "transfer-encoding"];
const around = (before, after) => (answer) => {
  const [head, body] = split(answer);
  return Buffer.concat([reheaded(head, framing), Buffer.from(before), body, Buffer.from(after)]);
};

// What takes the place of an answer without asking the server; a function of the time.
const instead = {
  500: () => page("500 Internal Server Error", "", "500 Internal Server Error"),
  502: () => page("502 Bad Gateway", "", "502 Bad Gateway"),
  504: () => page("504 Gateway Time-out", "", "504 Gateway Time-out"),
  "503s": () => page("503 Service Unavailable", "Retry-After: 1\r\n", "Service Unavailable"),
  "503d": () =>
    page("503 Service Unavailable", `Retry-After: ${new Date(Date.now() + 2000).toUTCString()}\r\n`, "Briefly unavailable"),
  429: () => page("429 Too Many Requests", "Retry-After: 1\r\n", "Too Many Requests"),
  html: () => page("200 OK", "", "Error establishing a database connection"),
  login: () => page("200 OK", "", "Log In &lsaquo; News &#8212; WordPress"),
  challenge: () =>
    page("403 Forbidden", "Server: cloudflare\r\nCF-RAY: 8a1b2c3d4e5f6789-FRA\r\ncf-mitigated: challenge\r\n", "Just a moment..."),
  garbage: () => json("", createHash("sha512").update("garbage").digest()),
  empty: () => json("", ""),
};

// What is made of the server's answer; returns the bytes to send.
const altered = {
  bare: (answer) => {
    const [head, body] = split(answer);
    return Buffer.concat([reheaded(head, ["x-wp-total", "x-wp-totalpages", "link"]), body]);
  },
  short: (answer) => {
    const [head, body] = split(answer);
    return Buffer.concat([reheaded(head, framing), body.subarray(0, Math.floor(body.length * 0.6))]);
  },
  lie: (answer) => {
    const [head, body] = split(answer);
    return Buffer.concat([reheaded(head, framing, `Content-Length: ${body.length + 1000}\r\n`), body]);
  },
  gzip: (answer) => {
    const [head, body] = split(answer);
    return Buffer.concat([reheaded(head, framing, "Content-Encoding: gzip\r\n"), Buffer.from([0x1f, 0x8b, 8, 0]), body]);
  },
  chunk: (answer) => {
    const [head, body] = split(answer);
    const marker = Buffer.from(`${body.length.toString(16)}\r\n`);
    return Buffer.concat([reheaded(head, framing, "Transfer-Encoding: chunked\r\n"), marker, body, Buffer.from("\r\nzz\r\n")]);
  },
  warning: around("<br />\n<b>Warning</b>:  Undefined variable $seo in <b>/srv/wp/plugins/seo.php</b> on line <b>12</b><br />\n", ""),
  bom: around("\ufeff", ""),
  comment: around("", "\n<!-- Page cached by a plugin -->\n"),
};

// How the bytes go out where that is not all at once; "reset" needs none.
const sending = {
  cut: async (socket, answer) => {
    const [head, body] = split(answer);
    socket.write(Buffer.concat([head, body.subarray(0, Math.floor(body.length / 2))]));
    await sleep(30);
    socket.resetAndDestroy();
  },
  drip: async (socket, answer) => {
    const step = Math.ceil(answer.length / 60);
    for (let at = 0; at < answer.length && !socket.destroyed; at += step) {
      socket.write(answer.subarray(at, at + step));
      await sleep(20);
    }
    socket.end();
  },
};

// -- The plan ---------------------------------------------------------------------------------

let planText = null;
let plan = {};
let used = []; // by rule
let asked = new Map(); // target without dates → times

function readPlan() {
  let text = "{}";
  try {
    text = readFileSync(planFile, "utf8");
  } catch {
    // none is an empty one
  }
  if (text === planText) return;
  planText = text;
  plan = JSON.parse(text);
  used = (plan.rules ?? []).map(() => 0);
  asked = new Map();
}

/** A number in [0, 1) that depends on all of its arguments. */
function chance(...parts) {
  const digest = createHash("sha256").update(parts.join("\n")).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

function byChance(target) {
  if (!plan.rate || (plan.only && !new RegExp(plan.only).test(target))) return null;
  const what = target.replace(/\d{4}-\d\d-\d\d[^&]*/g, "").replace(/^.*?(wp-json|rest_route=)/, "$1");
  const times = asked.get(what) ?? 0;
  asked.set(what, times + 1);
  if (chance(plan.seed, what, times, "whether") >= plan.rate) return null;
  return plan.faults[Math.floor(chance(plan.seed, what, times, "which") * plan.faults.length)];
}

function choose(method, target) {
  const line = `${method} ${target}`;
  for (const [i, rule] of (plan.rules ?? []).entries()) {
    if (!new RegExp(rule.match).test(line)) continue;
    const count = used[i]++;
    const skip = rule.skip ?? 0;
    if (count < skip || count >= skip + (rule.times ?? Infinity)) continue;
    return rule;
  }
  return { fault: byChance(target) };
}

function command(argv) {
  return new Promise((resolve) => {
    const child = spawn(argv[0], argv.slice(1), { stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", (error) => {
      console.error(`proxy: ${argv.join(" ")}: ${error.message}`);
      resolve();
    });
    child.on("exit", (code) => {
      if (code) console.error(`proxy: ${argv.join(" ")}: exit status ${code}`);
      resolve();
    });
  });
}

// -- Forwarding -------------------------------------------------------------------------------

/** The server's whole answer to the bytes of one request; null when there was none. */
function forward(request) {
  const upstream = upstreams.reduce((best, one) => (one.busy < best.busy ? one : best));
  upstream.busy++;
  return new Promise((resolve) => {
    const chunks = [];
    const socket = net.connect(upstream.port, HOST, () => socket.write(request));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => {});
    socket.on("close", () => {
      upstream.busy--;
      resolve(chunks.length ? Buffer.concat(chunks) : null);
    });
  });
}

let number = 0;
let underWay = 0;

async function serve(socket, head, body) {
  const atOnce = ++underWay;
  socket.once("close", () => underWay--);
  readPlan();
  const [method, target] = head.split(" ", 2);
  const here = ++number;
  const rule = choose(method, target);
  const fault = rule.fault ?? null;
  const note = (status, bytes) =>
    appendFileSync(log, `${[here, Date.now() - started, method, target, status, fault ?? "-", bytes, atOnce].join("\t")}\n`);

  if (plan.latency) await sleep(plan.latency);
  if (rule.run && !rule.after) await command(rule.run);
  if (fault === "reset") {
    note("none", 0);
    socket.resetAndDestroy();
    return;
  }
  if (fault === "hang") {
    note("none", 0);
    return;
  }
  if (fault === "delay") await sleep(1500);
  let answer;
  if (instead[fault]) {
    answer = instead[fault]();
  } else {
    const lines = head.split("\r\n").filter((line) => !/^connection:/i.test(line));
    answer = await forward(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\nConnection: close\r\n\r\n`, "latin1"), body]));
    if (rule.run && rule.after) await command(rule.run);
    answer ??= instead[502]();
    if (altered[fault]) answer = altered[fault](answer);
  }
  if (method === "HEAD") answer = split(answer)[0];
  const status = answer.subarray(0, 32).toString("latin1").split(" ")[1];
  note(status, answer.length);
  if (sending[fault] && method !== "HEAD") await sending[fault](socket, answer);
  else socket.end(answer);
}

/** Reads one request from a connection; every answer ends its connection, as with php -S. */
function accept(socket) {
  let received = Buffer.alloc(0);
  let busy = false;
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    if (busy) return;
    received = Buffer.concat([received, chunk]);
    const [head, body] = split(received);
    if (!head.length || (head.length === received.length && !received.includes("\r\n\r\n"))) return;
    const text = head.toString("latin1").slice(0, -4);
    const length = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0);
    if (body.length < length) return;
    busy = true;
    serve(socket, text, body).catch((error) => {
      console.error(`proxy: ${error.stack}`);
      socket.destroy();
    });
  });
}

const server = net.createServer(accept);
server.listen(0, HOST, () => {
  writeFileSync(join(folder, "port.new"), `${server.address().port}\n`);
  renameSync(join(folder, "port.new"), join(folder, "port"));
});
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));
