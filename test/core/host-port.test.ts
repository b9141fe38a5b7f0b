// HOST:PORT as people write it, and what is none.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHostPort } from '../../server/core/host-port.ts';
import { formatEndpoint } from '../../server/protocol/endpoint.ts';

describe('parseHostPort reads', () => {
  it.each([
    ['127.0.0.1:65432', { host: '127.0.0.1', port: 65_432 }],
    ['localhost:7', { host: 'localhost', port: 7 }],
    ['Echo.Example:7', { host: 'echo.example', port: 7 }],
    ['my_container:65535', { host: 'my_container', port: 65_535 }],
    ['[::1]:7', { host: '::1', port: 7 }],
    ['[2001:DB8:0:0::7]:1', { host: '2001:db8::7', port: 1 }],
  ])('%s', (text, parsed) => {
    expect(parseHostPort(text)).toEqual(parsed);
  });

  it('whatever formatEndpoint writes', () => {
    const address = fc.oneof(
      fc.ipV4(),
      fc.domain().filter((name) => name.length <= 253),
    );
    fc.assert(
      fc.property(address, fc.integer({ min: 1, max: 65_535 }), (host, port) => {
        expect(parseHostPort(formatEndpoint({ address: host, port }))).toEqual({
          host: host.toLowerCase(),
          port,
        });
      }),
    );
  });
});

describe('parseHostPort refuses', () => {
  it.each([
    '',
    ':',
    ':7',
    'localhost',
    'localhost:',
    '7',
    'localhost:0',
    'localhost:07',
    'localhost:65536',
    'localhost:70000',
    'localhost:+7',
    'localhost:7.0',
    'localhost:7 ',
    ' localhost:7',
    'localhost:7\n',
    'local host:7',
    'http://localhost:7',
    'localhost:7/',
    'user@localhost:7',
    '::1:7',
    '::1',
    '[::1]',
    '[::1]7',
    '[::1:7',
    '[[::1]]:7',
    '[localhost]:7',
    '[127.0.0.1]:7',
    '[fe80::1%eth0]:7',
    '[:]:7',
    '127.1:7',
    '256.0.0.1:7',
    'a:b:7',
    `${'a'.repeat(300)}:7`,
  ])('%j', (text) => {
    expect(parseHostPort(text)).toBeUndefined();
  });

  it('without ever throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseHostPort(text);
      }),
    );
  });
});
