// A static file server on loopback, as plain hosting would do it: directory index, 404.html.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".xml": "application/xml; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".opml": "text/x-opml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
};

async function find(root, path) {
  const file = join(root, normalize(decodeURIComponent(path)));
  if (!file.startsWith(root)) return null;
  const info = await stat(file).catch(() => null);
  if (info?.isDirectory()) return path.endsWith("/") ? join(file, "index.html") : null;
  return info ? file : null;
}

/** Serves `root` below `base` ("/", "/team/news/"). Resolves to { url, close }. */
export function serve(root, base = "/") {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://x").pathname;
    const file = path.startsWith(base) ? await find(root, "/" + path.slice(base.length)) : null;
    const name = file ?? join(root, "404.html");
    const body = await readFile(name).catch(() => null);
    response.writeHead(file && body ? 200 : 404, { "Content-Type": types[extname(name)] ?? "application/octet-stream" });
    response.end(body ?? "");
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve({ url: `http://127.0.0.1:${server.address().port}${base}`, close: () => server.close() });
    });
  });
}
