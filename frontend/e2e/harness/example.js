import { once } from 'node:events';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'";

const types = { js: 'text/javascript', css: 'text/css' };

// serve answers a server of the given files, path by path, under a policy as
// strict as the product's: what the harness's own tests look at. A file of two
// parts comes in two, three seconds apart.
export async function serve(files) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const found = files[pathname];
    const type = types[pathname.split('.')[1]] ?? 'text/html; charset=utf-8';
    response.writeHead(found === undefined ? 404 : 200, {
      'Content-Type': type,
      'Content-Security-Policy': policy,
      'Set-Cookie': '__Host-b=kept; Path=/; Secure; HttpOnly; SameSite=Lax',
      'X-Cookies': request.headers.cookie ?? '',
    });
    const [first, rest] = [found].flat();
    response.write(first ?? '');
    setTimeout(() => response.end(rest), rest ? 3000 : 0);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://localhost:${server.address().port}`, close: () => server.close() };
}

// html is a page without a fault around the given body.
export function html(body, head = '') {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Example</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/app.css">${head}</head>
<body><main><h1 tabindex="-1" autofocus>Example</h1>${body}</main></body></html>`;
}

// qr draws the code in totp.qr.txt: the key of RFC 6238's examples.
export function qr() {
  const rows = readFileSync(new URL('totp.qr.txt', import.meta.url), 'utf8').trim().split('\n');
  const dots = rows.flatMap((row, y) => [...row].flatMap((dot, x) => (dot === '#' ? `M${x} ${y}h1v1h-1z` : [])));
  return `<svg role="img" aria-label="QR code" width="224" height="224" viewBox="-4 -4 57 57">
<path d="M-4-4h57v57h-57z" fill="white"/><path d="${dots.join('')}"/></svg>`;
}
