// The HTTP side: the built page, the health endpoint, and nothing else.
//
//   request ──► security headers ──► judgeRequest (Host) ──► GET, HEAD? ──► /healthz ──► file of the page ──► 404
//
// Answers other than files are short plain text that never repeats what the peer sent.

import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';

export interface PageAppOptions {
  /** Where `vite build` put the page. */
  readonly pageDirectory: string;
  /** Turns a request away before anything else looks at it; `undefined` lets it in. */
  readonly judgeRequest: (request: IncomingMessage) => RequestRefusal | undefined;
}

export interface RequestRefusal {
  /** HTTP status. */
  readonly status: number;
  /** One generic sentence. */
  readonly text: string;
}

/** Vite names these files after their content, so that they never change. */
const HASHED_FILES = 'assets';

/** Everything comes from this origin; `connect-src 'self'` covers its WebSockets too (CSP Level 3 §6.7.2.8). */
const contentSecurityPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  // Lit's styleMap and the controls set single properties; style sheets stay this origin's.
  'style-src-attr': ["'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** The express application that serves the page; it opens no port. */
export function createPageApp({ pageDirectory, judgeRequest }: PageAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', false);
  // Files bring validators of their own; the short answers below are not worth one.
  app.set('etag', false);
  app.use(createSecurityHeaders());
  app.use(judging(judgeRequest));
  app.use(allowReading);
  app.get('/healthz', answerHealth);
  app.use(
    `/${HASHED_FILES}`,
    express.static(join(pageDirectory, HASHED_FILES), {
      ...staticOptions,
      index: false,
      immutable: true,
      maxAge: '1y',
    }),
  );
  app.use(express.static(pageDirectory, { ...staticOptions, setHeaders: revalidate }));
  app.get('/', answerUnbuilt);
  app.use(answerNotFound);
  app.use(answerError);
  return app;
}

/** No redirect to a directory's slash, no dot file, and what is not there falls through to the 404. */
const staticOptions = { dotfiles: 'ignore', redirect: false, fallthrough: true } as const;

function createSecurityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy },
    // We speak plain HTTP; whoever puts TLS in front decides about it.
    strictTransportSecurity: false,
    // Browsers honour these two on trustworthy origins alone, and warn in the console on others.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}

function judging(judgeRequest: PageAppOptions['judgeRequest']): RequestHandler {
  return (request, response, next) => {
    const refusal = judgeRequest(request);
    if (refusal) answer(response, refusal.status, refusal.text);
    else next();
  };
}

const allowReading: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') return next();
  response.set('Allow', 'GET, HEAD');
  answer(response, 405, 'Only GET and HEAD are served here.');
};

const answerHealth: RequestHandler = (_request, response) => {
  answer(response, 200, 'ok');
};

/** The page's own name never changes, so browsers ask each time whether its content has (RFC 9111 §5.2.2.4). */
function revalidate(response: Response): void {
  response.set('Cache-Control', 'no-cache');
}

const answerUnbuilt: RequestHandler = (_request, response) => {
  answer(response, 503, 'The page has not been built yet. Run "npm run build", then load it again.');
};

const answerNotFound: RequestHandler = (_request, response) => {
  answer(response, 404, 'There is nothing at this address.');
};

/** Express knows a handler of errors by its four parameters. */
const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error);
  const status = statusOf(error);
  answer(response, status, status < 500 ? 'The request is malformed.' : 'The server failed.');
};

/** The status that `http-errors` gave, such as 400 for a path that is not valid percent-encoding. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function answer(response: Response, status: number, text: string): void {
  response.status(status).type('text/plain').set('Cache-Control', 'no-store').send(text);
}
