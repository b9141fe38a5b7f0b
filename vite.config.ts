// How the page is built into dist/page, and served with hot reload while it is being developed.
//
//   npm run build   web/ ──────────────────────────────────────► dist/page (the gateway serves it)
//   npm run dev     web/ ──► http://127.0.0.1:5173 ── /bridge, /observe, /check, /healthz ──► gateway, port 8080
//
// The page runs under the gateway's strict Content-Security-Policy (server/net/page-app.ts), so nothing is
// inlined: neither scripts nor `data:` URLs.

import { fileURLToPath } from 'node:url';
import { defineConfig, type ProxyOptions } from 'vite';

/** Where `npm run dev` starts the gateway: its default address. */
const GATEWAY = 'http://127.0.0.1:8080';

// changeOrigin rewrites Host, which the gateway compares with its own address. Origin stays the one of the
// development server; the dev script names it with --allowed-origin.
const toGateway: ProxyOptions = { target: GATEWAY, changeOrigin: true };
const webSocketToGateway: ProxyOptions = { ...toGateway, ws: true };

const directory = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: directory('web'),
  build: {
    outDir: directory('dist/page'),
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // New enough for light-dark() and nested rules, so that style sheets arrive as they were written, just like
    // the styles within the elements, which no build step touches.
    target: ['chrome125', 'edge125', 'firefox128', 'safari17.5'],
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    // The page imports the protocol and its libraries from outside its root, and nothing else.
    fs: { allow: [directory('web'), directory('server/protocol'), directory('node_modules')] },
    proxy: {
      '/bridge': webSocketToGateway,
      '/observe': webSocketToGateway,
      '/check': webSocketToGateway,
      '/healthz': toGateway,
    },
  },
});
