// The HTTP side against a small page of its own: what is served and how, and what is not.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listen } from '../../server/net/listen.ts';
import { createPageApp, type PageAppOptions } from '../../server/net/page-app.ts';
import { exchange, statusOf } from '../support/raw-http.ts';

const files = {
  'index.html': '<!doctype html><title>page</title>',
  'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '.secret': 'hidden',
  'assets/main-1a2b3c4d.js': 'export {};',
  'assets/main-1a2b3c4d.css': 'body {}',
  'assets/font-1a2b3c4d.woff2': 'font',
};

/** Runs `test` with the page served on a free port; beside its folder lies a file that nobody may get. */
async function withPage(
  options: Partial<PageAppOptions>,
  test: (url: string, port: number) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'echo-bridge-'));
  const pageDirectory = join(directory, 'page');
  await mkdir(join(pageDirectory, 'assets'), { recursive: true });
  await writeFile(join(directory, 'outside.txt'), 'outside');
  for (const [name, text] of Object.entries(files)) await writeFile(join(pageDirectory, name), text);
  const server = createServer(createPageApp({ pageDirectory, judgeRequest: () => undefined, ...options }));
  const flags = { host: '--host', port: '--port' };
  const { port } = await listen(server, { host: '127.0.0.1', port: 0, flags });
  try {
    await test(`http://127.0.0.1:${port}`, port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(directory, { recursive: true });
  }
}

describe('the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', 'no-cache', files['index.html']],
    ['/index.html', 'text/html; charset=utf-8', 'no-cache', files['index.html']],
    ['/icon.svg', 'image/svg+xml', 'no-cache', files['icon.svg']],
    [
      '/assets/main-1a2b3c4d.js',
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
      files['assets/main-1a2b3c4d.js'],
    ],
    [
      '/assets/main-1a2b3c4d.css',
      'text/css; charset=utf-8',
      'public, max-age=31536000, immutable',
      files['assets/main-1a2b3c4d.css'],
    ],
    [
      '/assets/font-1a2b3c4d.woff2',
      'font/woff2',
      'public, max-age=31536000, immutable',
      files['assets/font-1a2b3c4d.woff2'],
    ],
  ])('%s', async (path, type, caching, body) => {
    await withPage({}, async (url, port) => {
      const response = await fetch(url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe(type);
      expect(response.headers.get('cache-control')).toBe(caching);
      expect(await response.text()).toBe(body);
      // Not by fetch, which asks for the whole file as soon as a header of this kind is its caller's.
      const again = await exchange(port, [
        `GET ${path} HTTP/1.1`,
        'Host: 127.0.0.1',
        `If-None-Match: ${response.headers.get('etag')}`,
      ]);
      expect(statusOf(again)).toBe(304);
    });
  });

  it('answers HEAD without a body', async () => {
    await withPage({}, async (url) => {
      const response = await fetch(url, { method: 'HEAD' });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-length')).toBe(String(files['index.html'].length));
      expect(await response.text()).toBe('');
    });
  });

  it('says how to build the page when it is not there', async () => {
    await withPage({ pageDirectory: join(tmpdir(), 'echo-bridge-no-such-folder') }, async (url) => {
      const response = await fetch(url);
      expect(response.status).toBe(503);
      expect(await response.text()).toContain('npm run build');
    });
  });
});

it('answers /healthz', async () => {
  await withPage({}, async (url) => {
    const response = await fetch(`${url}/healthz`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe('ok');
  });
});

describe('what is not served', () => {
  it.each([
    '/nothing',
    '/<script>alert(1)</script>',
    '/assets',
    '/assets/',
    '/.secret',
    '/assets/../.secret',
    '/../outside.txt',
    '/assets/../../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/..\\outside.txt',
    '/..%5coutside.txt',
    '//outside.txt',
    '/@fs/etc/passwd',
    '/server/main.ts',
    '/index.html%00.txt',
    '/%',
    '/%c0%ae%c0%ae/outside.txt',
  ])('%s → 404', async (path) => {
    await withPage({}, async (_url, port) => {
      const lines = [`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close'];
      const answer = await exchange(port, lines, undefined, () => false);
      const text = answer.toString();
      expect(statusOf(answer)).toBe(404);
      expect(text).toMatch(/^content-type: text\/plain; charset=utf-8\r$/im);
      const body = text.slice(text.indexOf('\r\n\r\n') + 4);
      expect(body).toBe('There is nothing at this address.');
    });
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s → 405', async (method) => {
    await withPage({}, async (url) => {
      for (const path of ['/', '/healthz', '/nothing']) {
        const response = await fetch(url + path, { method });
        expect(response.status).toBe(405);
        expect(response.headers.get('allow')).toBe('GET, HEAD');
      }
    });
  });

  it('anything, once the request was turned away', async () => {
    const judgeRequest = () => ({ status: 421, text: 'Not known by that Host.' });
    await withPage({ judgeRequest }, async (url) => {
      for (const path of ['/', '/healthz', '/assets/main-1a2b3c4d.js', '/nothing']) {
        const response = await fetch(url + path);
        expect(response.status).toBe(421);
        expect(await response.text()).toBe('Not known by that Host.');
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      }
    });
  });
});

it('sends the security headers with every answer', async () => {
  await withPage({}, async (url) => {
    for (const path of ['/', '/healthz', '/assets/main-1a2b3c4d.js', '/nothing', '/%']) {
      const { headers } = await fetch(url + path);
      expect(headers.get('content-security-policy')?.split(';')).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.has('x-powered-by')).toBe(false);
      expect(headers.has('strict-transport-security')).toBe(false);
    }
  });
});
