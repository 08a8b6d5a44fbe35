// A loopback server for the scripts of this folder: files of a folder, and answers that no good
// server gives.
//
//   node server.mjs FOLDER PORTFILE LOGFILE
//
// The port, chosen by the kernel, is written to PORTFILE once it listens; each request is a line
// "METHOD TARGET" in LOGFILE. FOLDER/name is served at /name with a type by its ending, an ETag and
// Last-Modified, and 304 where they match. What FOLDER/name.head holds, lines "Header: value" and
// perhaps a first line with a status, is added. /hostile/<name> is one of the answers below,
// whatever follows.
import {createServer} from "node:http";
import {createHash} from "node:crypto";
import {appendFileSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {join, normalize} from "node:path";
import {createGzip, gzipSync} from "node:zlib";

const [folder, portFile, logFile] = process.argv.slice(2);
const types = {json: "application/json; charset=UTF-8", xml: "application/rss+xml", txt: "text/plain",
    md: "text/markdown; charset=utf-8", html: "text/html; charset=utf-8", atom: "application/atom+xml",
    opml: "text/x-opml", png: "image/png", jpg: "image/jpeg"};
const json = {"content-type": types.json};

const post = id => ({id, date_gmt: "2026-01-01T00:00:00", modified_gmt: "2026-01-01T00:00:00",
    slug: `p${id}`, status: "publish", link: `http://posts.example/p${id}/`, type: "post",
    title: {rendered: `Post ${id}`}, content: {rendered: `<p>Text of post ${id}.</p>`, protected: false},
    categories: [], tags: [], author: 0, featured_media: 0, _embedded: {}});
const index = {name: "Hostile", namespaces: ["wp/v2"], routes: {}};
const isIndex = url => !url.includes("wp/v2");
const page = url => Number(/[?&]page=(\d+)/.exec(url)?.[1] ?? 1);

// Sends what `piece` gives again and again until the other side has enough: one piece at a time, so that
// other requests are answered meanwhile.
function pour(out, piece, pause = 1) {
    out.on("error", () => {});
    const timer = setInterval(() => {
        if (out.destroyed || out.writableEnded) clearInterval(timer);
        else if (!out.writableNeedDrain) out.write(piece());
    }, pause);
    out.on("close", () => clearInterval(timer));
}

const hostile = {
    // Bodies that do not end, or are not what they say.
    endless: (req, res) => { res.writeHead(200, json); pour(res, () => " ".repeat(65536)); },
    "endless-string": (req, res) => { res.writeHead(200, json); res.write("[\""); pour(res, () => "a".repeat(65536)); },
    "endless-text": (req, res) => { res.writeHead(200, {"content-type": "text/plain"}); pour(res, () => "word ".repeat(9999)); },
    "endless-feed": (req, res) => {
        res.writeHead(200, {"content-type": types.xml});
        res.write("<rss version='2.0'><channel><title>x</title>");
        let n = 0;
        pour(res, () => Array.from({length: 500}, () => `<item><guid>${n++}</guid><title>t</title></item>`).join(""));
    },
    bomb: (req, res) => {
        res.writeHead(200, {...json, "content-encoding": "gzip"});
        const gzip = createGzip({level: 9});
        gzip.pipe(res); res.on("error", () => gzip.destroy()); res.on("close", () => gzip.destroy());
        const zeros = Buffer.alloc(1 << 20);
        pour(gzip, () => zeros);
    },
    drip: (req, res) => { res.writeHead(200, json); pour(res, () => " ", 300); },
    "drip-headers": (req, res) => { const s = req.socket; s.on("error", () => {}); s.write("HTTP/1.1 200 OK\r\n"); pour(s, () => "x-a: b\r\n", 300); },
    nothing: () => {},
    reset: (req, res) => req.socket.resetAndDestroy(),
    short: (req, res) => { req.socket.on("error", () => {}); req.socket.end("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[]"); },
    "bad-chunk": (req, res) => { req.socket.end("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n"); },
    "bad-gzip": (req, res) => { const b = gzipSync(JSON.stringify([post(1)])); b[b.length >> 1] ^= 255; res.writeHead(200, {...json, "content-encoding": "gzip"}); res.end(b); },
    "cut-gzip": (req, res) => { const b = gzipSync(JSON.stringify([post(1)])); res.writeHead(200, {...json, "content-encoding": "gzip"}); res.end(b.subarray(0, b.length - 9)); },
    headers: (req, res) => { req.socket.write("HTTP/1.1 200 OK\r\n"); pour(req.socket, () => ("x-filler: " + "y".repeat(1000) + "\r\n").repeat(60)); },
    garbage: (req, res) => { req.socket.on("error", () => {}); req.socket.end(Buffer.from("\x00\x01\x02garbage\r\n\r\n")); },
    status: (req, res) => { req.socket.end("HTTP/1.1 999 Strange\r\nContent-Length: 0\r\n\r\n"); },
    // Where it leads.
    loop: (req, res) => { res.writeHead(302, {location: req.url.endsWith("/a") ? "b" : "a"}); res.end(); },
    "far-loop": (req, res) => { res.writeHead(302, {location: req.url + "x"}); res.end(); },
    file: (req, res) => { res.writeHead(301, {location: "file:///etc/passwd"}); res.end(); },
    metadata: (req, res) => { res.writeHead(302, {location: "http://169.254.169.254/latest/"}); res.end(); },
    other: (req, res) => { res.writeHead(302, {location: `http://127.0.0.1:1/`}); res.end(); },
    // What it says.
    forbidden: (req, res) => { res.writeHead(403, {...json}); res.end('{"code":"rest_cannot_access","message":"Only authenticated users can access the REST API.","data":{"status":403}}'); },
    cloudflare: (req, res) => { res.writeHead(403, {server: "cloudflare", "cf-ray": "1-FRA", "content-type": "text/html"}); res.end("<!DOCTYPE html><title>Just a moment...</title>"); },
    maintenance: (req, res) => { res.writeHead(503, {"retry-after": "600", "content-type": "text/html"}); res.end("<title>Maintenance</title>Briefly unavailable for scheduled maintenance. Check back in a minute."); },
    failing: (req, res) => { res.writeHead(500, {"content-type": "text/html"}); res.end("<h1>Fatal error</h1>"); },
    page: (req, res) => { res.writeHead(200, {"content-type": "text/html"}); res.end("<!DOCTYPE html><title>Log in</title><p>\x1b[31mhello</p>"); },
    notice: (req, res) => { res.writeHead(200, json); res.end("<br />\n<b>Warning</b>: x in <b>/var/www/a.php</b> on line <b>1</b><br />\n[]"); },
    empty: (req, res) => { res.writeHead(200, json); res.end(""); },
    deep: (req, res) => { res.writeHead(200, json); res.end("[".repeat(1e6)); },
    number: (req, res) => { res.writeHead(200, json); res.end("1".repeat(1e6)); },
    binary: (req, res) => { res.writeHead(200, {"content-type": "text/plain"}); res.end(Buffer.alloc(5000, 0)); },
    laughs: (req, res) => {
        let dtd = '<!DOCTYPE rss [<!ENTITY l0 "lol">';
        for (let i = 1; i < 12; i++) dtd += `<!ENTITY l${i} "${`&l${i - 1};`.repeat(10)}">`;
        res.writeHead(200, {"content-type": types.xml});
        res.end(`<?xml version="1.0"?>${dtd}]><rss version="2.0"><channel><title>&l11;</title><item><title>&l11;</title><guid>1</guid></item></channel></rss>`);
    },
    entity: (req, res) => { res.writeHead(200, {"content-type": types.xml}); res.end('<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>t</title><item><guid>1</guid><title>stolen &x;</title><description>&x; text</description></item></channel></rss>'); },
    nested: (req, res) => { res.writeHead(200, {"content-type": types.xml}); res.end('<rss version="2.0"><channel>' + "<a>".repeat(1e6)); },
    // A WordPress that lies.
    "same-page": (req, res) => { res.writeHead(200, {...json, "x-wp-total": "100000", "x-wp-totalpages": "1000"}); res.end(JSON.stringify(isIndex(req.url) ? index : [post(1), post(2)])); },
    "never-ends": (req, res) => { const first = (page(req.url) - 1) * 100; res.writeHead(200, json); res.end(JSON.stringify(isIndex(req.url) ? index : Array.from({length: 100}, (_, i) => post(first + i + 1)))); },
    "lies-total": (req, res) => { res.writeHead(200, {...json, "x-wp-total": "99999999999999999999", "x-wp-totalpages": "-1"}); res.end(JSON.stringify(isIndex(req.url) ? index : page(req.url) === 1 ? [post(1)] : [])); },
    crumbs: (req, res) => { res.writeHead(200, json); res.end(isIndex(req.url) ? JSON.stringify(index) : "[" + "{},".repeat(2e6) + "{}]"); },
};

function serveFile(req, res) {
    const path = normalize(decodeURIComponent(new URL(req.url, "http://x").pathname));
    const file = join(folder, path);
    let bytes, time;
    try {
        bytes = readFileSync(file);
        time = statSync(file).mtime;
    } catch {
        res.writeHead(404, {"content-type": "text/html"});
        res.end("<title>Not found</title>");
        return;
    }
    const ending = /\.([a-z]+)$/.exec(path)?.[1];
    const headers = {"content-type": types[ending] ?? "application/octet-stream",
        etag: `"${createHash("sha1").update(bytes).digest("hex").slice(0, 16)}"`,
        "last-modified": time.toUTCString()};
    let status = 200;
    try {
        for (const line of readFileSync(file + ".head", "utf8").split("\n")) {
            if (/^\d+$/.test(line)) status = Number(line);
            const [, name, value] = /^([^:]+): (.*)$/.exec(line) ?? [];
            if (name) headers[name.toLowerCase()] = value;
        }
    } catch { /* most files have none */ }
    if (status === 200 && req.headers["if-none-match"] === headers.etag) {
        res.writeHead(304, {etag: headers.etag});
        res.end();
        return;
    }
    res.writeHead(status, {...headers, "content-length": bytes.length});
    res.end(req.method === "HEAD" ? undefined : bytes);
}

const server = createServer({keepAliveTimeout: 1000}, (req, res) => {
    appendFileSync(logFile, `${req.method} ${req.url}\n`);
    const name = /^\/hostile\/([a-z-]+)/.exec(req.url)?.[1];
    if (name && hostile[name]) hostile[name](req, res);
    else if (req.url === "/hostile-names") { res.end(Object.keys(hostile).join("\n") + "\n"); }
    else serveFile(req, res);
});
server.on("clientError", (e, socket) => socket.destroy());
server.listen(0, "127.0.0.1", () => writeFileSync(portFile, String(server.address().port)));
