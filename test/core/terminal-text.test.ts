// What people read at the terminal: escaped text, quantities with units, and why a server cannot listen.

import { describe, expect, it } from 'vitest';
import { explainListenFailure } from '../../server/core/listen-failure.ts';
import { printable } from '../../server/core/printable.ts';
import { formatBytes, formatDuration } from '../../server/core/quantities.ts';

describe('printable', () => {
  it.each([
    ['plain, naïve, 你好, 👋', 'plain, naïve, 你好, 👋'],
    ['a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['\u001b[31m\u0000\u007f\u0085\u009b', '\\u001b[31m\\u0000\\u007f\\u0085\\u009b'],
    ['\u202eevil\u2028\u200b\ufeff', '\\u202eevil\\u2028\\u200b\\ufeff'],
    ['half \ud83d', 'half \\ud83d'],
  ])('%j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('cuts what is longer than asked for', () => {
    expect(printable('12345', 5)).toBe('12345');
    expect(printable('123456', 5)).toBe('12345…');
  });
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1234, '1.2 kB'],
  [9949, '9.9 kB'],
  [9950, '10 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [10_485_760, '10 MB'],
  [78_000_000_000, '78 GB'],
  [Number.MAX_SAFE_INTEGER, '9.0 PB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  [0, '0.0 ms'],
  [0.84, '0.8 ms'],
  [9.96, '10 ms'],
  [340.4, '340 ms'],
  [999.6, '1.0 s'],
  [4200, '4.2 s'],
  [59_960, '1 min 0 s'],
  [185_000, '3 min 5 s'],
  [3_599_900, '1 h 0 min'],
  [7_800_000, '2 h 10 min'],
])('%f milliseconds are %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

describe('a server that cannot listen', () => {
  const flags = { host: '--host', port: '--port' };
  const request = { host: '::1', port: 80, flags };

  it.each([
    ['EADDRINUSE', 'the port is in use. Stop the other process or choose another with --port.'],
    ['EADDRNOTAVAIL', 'this machine has no such address. Choose one of its own with --host.'],
    ['EACCES', 'this process may not use the port. Choose one from 1024 on with --port.'],
    ['ENOTFOUND', 'the name does not resolve. Give an address or another name with --host.'],
    ['EAI_AGAIN', 'the name does not resolve. Give an address or another name with --host.'],
    ['EAFNOSUPPORT', 'the system does not take an address of that kind. Choose another with --host.'],
    ['EMFILE', 'too many files are open. Raise the limit (ulimit -n).'],
    ['ENOMEM', 'the system says ENOMEM. Choose another address with --host or port with --port.'],
  ])('for %s', (code, what) => {
    expect(explainListenFailure(request, code)).toBe(`Cannot listen on [::1]:80: ${what}`);
  });
});
