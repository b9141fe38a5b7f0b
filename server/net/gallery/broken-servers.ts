// The broken servers by their names in server/core/targets/gallery.ts; begin here. Each is right in all but its one bug.

import type { Server } from 'node:net';
import { createBroken1024 } from './broken-1024.ts';
import { createBrokenFin } from './broken-fin.ts';
import { createBrokenFirstOnly } from './broken-first-only.ts';
import { createBrokenHalfClose } from './broken-half-close.ts';
import { createBrokenOnReset } from './broken-on-reset.ts';
import { createBrokenOneClient } from './broken-one-client.ts';
import { createBrokenOneRecv } from './broken-one-recv.ts';
import { createBrokenPartialSend } from './broken-partial-send.ts';
import { createBrokenPerLine } from './broken-per-line.ts';
import { createBrokenUnbounded } from './broken-unbounded.ts';
import { createBrokenUpperCase } from './broken-upper-case.ts';
import { createBrokenUtf8 } from './broken-utf-8.ts';

export const BROKEN_SERVERS: ReadonlyMap<string, () => Server> = new Map([
  ['broken-per-line', createBrokenPerLine],
  ['broken-one-recv', createBrokenOneRecv],
  ['broken-1024', createBroken1024],
  ['broken-partial-send', createBrokenPartialSend],
  ['broken-utf-8', createBrokenUtf8],
  ['broken-upper-case', createBrokenUpperCase],
  ['broken-first-only', createBrokenFirstOnly],
  ['broken-one-client', createBrokenOneClient],
  ['broken-on-reset', createBrokenOnReset],
  ['broken-unbounded', createBrokenUnbounded],
  ['broken-half-close', createBrokenHalfClose],
  ['broken-fin', createBrokenFin],
]);
