// The configuration: every default, every refusal, and who wins.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Config,
  createConfig,
  parseConfig,
  parseSetting,
  unknownVariables,
} from '../../server/core/config.ts';
import {
  clientSettings,
  defaultText,
  environmentVariable,
  fields,
  settings,
} from '../../server/core/settings.ts';
import { parse, refusal } from '../support/ask-config.ts';

const usual: Config = {
  host: '127.0.0.1',
  port: 8080,
  echoHost: '127.0.0.1',
  echoPort: 65_432,
  targets: [],
  defaultTarget: 'echo',
  models: ['iterative', 'forked', 'threads'],
  gallery: false,
  allowedOrigins: [],
  public: false,
  maxSessions: 10_000,
  maxSessionsPerAddress: 1000,
  maxConnections: 10_000,
  maxMessageBytes: 1_048_576,
  maxControlBytes: 4096,
  highWaterBytes: 1_048_576,
  connectTimeoutMs: 5000,
  idleTimeoutMs: 0,
  halfOpenTimeoutMs: 60_000,
  heartbeatMs: 30_000,
  drainTimeoutMs: 3000,
  sessionQuotaBytes: 0,
  logLevel: 'info',
};

describe('defaults', () => {
  it('are those of the table', () => {
    expect(createConfig()).toEqual(usual);
    expect(parse({})).toEqual(usual);
  });

  it('are stricter in public', () => {
    const strict = { ...usual, public: true, maxSessionsPerAddress: 50, idleTimeoutMs: 600_000 };
    expect(createConfig({ public: true })).toEqual(strict);
    expect(parse({ public: true })).toEqual(strict);
    expect(parse({}, { ECHO_BRIDGE_PUBLIC: 'true' })).toEqual(strict);
    expect(parse({ public: true, idleTimeoutMs: ['0'] }).idleTimeoutMs).toBe(0);
  });

  it.each([
    [20_000, 6645],
    [1024, 320],
    [1_000_000, 10_000],
    [10, 1],
  ])('allow the sessions that %i descriptors suffice for: %i', (descriptorLimit, maxSessions) => {
    expect(createConfig({}, { descriptorLimit }).maxSessions).toBe(maxSessions);
    expect(parseConfig({ flags: {}, environment: {}, descriptorLimit }).maxSessions).toBe(maxSessions);
    const asked = parseConfig({ flags: { maxSessions: ['9000'] }, environment: {}, descriptorLimit });
    expect(asked.maxSessions).toBe(9000);
  });

  it('cannot be changed afterwards', () => {
    const config = createConfig({ allowedOrigins: ['http://a.example'] });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.allowedOrigins)).toBe(true);
  });

  it('read well in a table', () => {
    expect(defaultText(settings.port)).toBe('8080');
    expect(defaultText(settings.public)).toBe('off');
    expect(defaultText(settings.maxSessionsPerAddress)).toBe('1000 (public: 50)');
  });
});

describe('sources', () => {
  it('name every setting alike: --max-sessions, ECHO_BRIDGE_MAX_SESSIONS, maxSessions', () => {
    for (const field of fields) {
      const { flag } = settings[field];
      const words = flag.slice(2).split('-');
      expect(environmentVariable(settings[field])).toBe(`ECHO_BRIDGE_${words.join('_').toUpperCase()}`);
      const camel = words.map((word, i) => (i === 0 ? word : word.replace(/^./, (c) => c.toUpperCase())));
      expect([camel.join(''), `${camel.join('')}s`]).toContain(field);
    }
  });

  it('take the flag before the variable before the default', () => {
    const environment = { ECHO_BRIDGE_PORT: '9001', ECHO_BRIDGE_ECHO_PORT: '7001', PORT: '1' };
    const config = parse({ port: ['9002'] }, environment);
    expect(config).toMatchObject({ port: 9002, echoPort: 7001, maxSessions: 10_000 });
  });

  it('take the last of a repeated flag, and all of a repeatable one', () => {
    const config = parse({ port: ['1', '2'], allowedOrigins: ['http://a.example', 'http://b.example'] });
    expect(config).toMatchObject({ port: 2, allowedOrigins: ['http://a.example', 'http://b.example'] });
  });

  it('part the origins of the environment at commas', () => {
    const environment = { ECHO_BRIDGE_ALLOWED_ORIGIN: 'http://a.example,https://b.example:8443' };
    expect(parse({}, environment).allowedOrigins).toEqual(['http://a.example', 'https://b.example:8443']);
  });

  it('are not looked at for settings that a command does not have', () => {
    const environment = { ECHO_BRIDGE_PORT: 'bad', ECHO_BRIDGE_ECHO_PORT: '7001' };
    expect(parseConfig({ flags: {}, environment, only: ['echoPort'] })).toEqual({ ...usual, echoPort: 7001 });
  });

  it('find the server of the client by the variables that moved it', () => {
    const environment = { ECHO_BRIDGE_ECHO_PORT: '7001', ECHO_BRIDGE_PORT: '9001' };
    expect(parseSetting(clientSettings.port, undefined, environment)).toBe(7001);
    expect(parseSetting(clientSettings.port, ['7002'], environment)).toBe(7002);
    expect(parseSetting(clientSettings.host, undefined, {})).toBe('127.0.0.1');
    expect(refusal(() => parseSetting(clientSettings.port, ['0'], {}))).toBe(
      '--port: "0" is not a TCP port; give a whole number from 1 to 65535.',
    );
  });

  it('show a misspelt variable', () => {
    const environment = { ECHO_BRIDGE_PROT: '1', ECHO_BRIDGE_PORT: '1', PATH: '/bin' };
    expect(unknownVariables(environment)).toEqual(['ECHO_BRIDGE_PROT']);
  });
});

describe('refusals', () => {
  const port = 'is not a TCP port; give a whole number from 0 to 65535.';

  it.each([
    '',
    ' ',
    ' 80',
    '80 ',
    '+80',
    '-1',
    '8080.0',
    '1e3',
    '0x10',
    '080',
    '65536',
    '70000',
    '٨٠',
    '1_000',
    'NaN',
    'http',
  ])('of the port %j', (text) => {
    expect(refusal(() => parse({ port: [text] }))).toBe(`--port: "${text}" ${port}`);
    expect(refusal(() => parse({}, { ECHO_BRIDGE_PORT: text }))).toBe(`ECHO_BRIDGE_PORT: "${text}" ${port}`);
  });

  it.each<[Partial<Config>, string]>([
    [{ port: 70_000 }, `port: 70000 ${port}`],
    [{ port: 1.5 }, `port: 1.5 ${port}`],
    [{ port: Number.NaN }, `port: NaN ${port}`],
    [{ maxSessions: 0 }, 'maxSessions: 0 is not a usable number; give a whole number from 1 to 1000000.'],
    [
      { connectTimeoutMs: 0 },
      'connectTimeoutMs: 0 is not a usable time in milliseconds; give a whole number from 1 to 2147483647.',
    ],
    [
      { idleTimeoutMs: -1 },
      'idleTimeoutMs: -1 is not a usable time in milliseconds; give a whole number from 0 to 2147483647 (0 = off).',
    ],
    [
      { host: '' },
      'host: "" is not an address or a host name; give one such as 127.0.0.1, ::1 or localhost.',
    ],
  ])('of %j in code', (values, line) => {
    expect(refusal(() => createConfig(values))).toBe(line);
  });

  it('of a level or a switch that there is not', () => {
    expect(refusal(() => parse({ logLevel: ['INFO'] }))).toBe(
      '--log-level: "INFO" is not a log level; give one of trace, debug, info, warn, error, fatal, silent.',
    );
    expect(refusal(() => parse({}, { ECHO_BRIDGE_PUBLIC: 'yes' }))).toBe(
      'ECHO_BRIDGE_PUBLIC: "yes" is not a switch; give true or false.',
    );
    expect(refusal(() => parse({}, { ECHO_BRIDGE_PUBLIC: '' }))).toContain('ECHO_BRIDGE_PUBLIC: ""');
  });

  it('stay on one line whatever was given, and are not endless', () => {
    const line = refusal(() => parse({ port: [`8\r\n\u001b[2J\u009b${'9'.repeat(5000)}`] }));
    expect(line).toMatch(/^--port: "8\\r\\n\\u001b\[2J\\u009b9+…" is not a TCP port/);
    expect(line.length).toBeLessThan(200);
  });

  it('carry a stable code', () => {
    expect(() => parse({ port: ['x'] })).toThrow(expect.objectContaining({ code: 'INVALID_SETTING' }));
    expect(() => parse({ host: ['0.0.0.0'] })).toThrow(expect.objectContaining({ code: 'NOT_PUBLIC' }));
  });

  it('are all there is beside the number that was written: nothing is guessed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const isWhole = /^(0|[1-9][0-9]*)$/.test(text) && Number(text) <= 65_535;
        if (isWhole) expect(String(parse({ port: [text] }).port)).toBe(text);
        else expect(refusal(() => parse({ port: [text] }))).toContain(port);
      }),
    );
  });

  it('never hit a value within the bounds', () => {
    fc.assert(
      fc.property(fc.nat(65_535), fc.integer({ min: 1, max: 1_000_000 }), (portNumber, maxSessions) => {
        const environment = { ECHO_BRIDGE_PORT: `${portNumber}`, ECHO_BRIDGE_MAX_SESSIONS: `${maxSessions}` };
        expect(parse({}, environment)).toEqual(createConfig({ port: portNumber, maxSessions }));
      }),
    );
  });
});

describe('addresses', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.200.3.4', '127.200.3.4'],
    ['localhost', 'localhost'],
    ['LOCALHOST', 'localhost'],
    ['::1', '::1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['::ffff:127.0.0.1', '::ffff:7f00:1'],
  ])('%s needs no --public', (text, host) => {
    expect(parse({ host: [text], echoHost: [text] })).toMatchObject({ host, echoHost: host });
  });

  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '192.168.1.2',
    '128.0.0.1',
    '::2',
    '::ffff:10.0.0.1',
    'fe80::1',
    'lab.example',
    'localhost.example',
    '127.0.0.1.example',
  ])('%s needs --public', (address) => {
    const why =
      'other machines could reach ' +
      `${address === '::ffff:10.0.0.1' ? '::ffff:a00:1' : address} and open connections here; ` +
      'say that this is meant with --public, or choose a loopback address such as 127.0.0.1.';
    expect(refusal(() => parse({ host: [address] }))).toBe(`--host: ${why}`);
    expect(refusal(() => parse({}, { ECHO_BRIDGE_ECHO_HOST: address }))).toBe(
      `ECHO_BRIDGE_ECHO_HOST: ${why}`,
    );
    expect(parse({ host: [address], echoHost: [address], public: true }).public).toBe(true);
  });

  it.each([
    '',
    ' 127.0.0.1',
    '127.1',
    '127.0.0.256',
    '127.0.0.01',
    '0x7f000001',
    '2130706433',
    '[::1]',
    ':::1',
    '::1%lo',
    'localhost.',
    'a..b',
    'a b',
    'a/b',
    'a:80',
    'user@host',
    'naïve.example',
    'a'.repeat(254),
  ])('%j is none', (text) => {
    expect(refusal(() => parse({ host: [text], public: true }))).toMatch(
      /^--host: ".*" is not an address or a host name; give one such as /,
    );
  });
});

describe('allowed origins', () => {
  it.each([
    ['http://lab.example', 'http://lab.example'],
    ['HTTPS://Lab.Example:443', 'https://lab.example'],
    ['http://lab.example:80', 'http://lab.example'],
    ['http://lab.example:8080', 'http://lab.example:8080'],
    ['http://127.0.0.1:5173', 'http://127.0.0.1:5173'],
    ['http://[0:0::1]:5173', 'http://[::1]:5173'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('%s is kept as %s', (text, origin) => {
    expect(parse({ allowedOrigins: [text, text] }).allowedOrigins).toEqual([origin]);
  });

  it.each([
    '',
    '*',
    'null',
    'lab.example',
    'lab.example:80',
    '//lab.example',
    'http:lab.example',
    'http://',
    'http://lab.example/',
    'http://lab.example/path',
    'http://lab.example?query',
    'http://lab.example#part',
    'http://user@lab.example',
    'http://*.example',
    'http://lab.example:70000',
    'http://lab example',
    ' http://lab.example',
    'ws://lab.example',
    'ftp://lab.example',
    'file:///page.html',
    'http://a.example,http://b.example',
  ])('%j is none', (text) => {
    const line = refusal(() => parse({ allowedOrigins: ['http://fine.example', text] }));
    expect(line).toBe(
      `--allowed-origin: "${text}" is not a web origin; give http:// or https:// with a host and perhaps a port, ` +
        'such as https://lab.example:8443, and no path.',
    );
  });
});
