// The config file, and what the operator may write of targets anywhere.

import { describe, expect, it } from 'vitest';
import { type Environment, type GivenFlag, parseConfig } from '../../server/core/config.ts';
import { parseConfigFile } from '../../server/core/config-file.ts';
import type { Field } from '../../server/core/settings.ts';
import { parse, refusal } from '../support/ask-config.ts';

describe('a config file', () => {
  const read = (text: string) => parseConfigFile('lab.json', text);
  const parseFile = (
    text: string,
    flags: Partial<Record<Field, GivenFlag>> = {},
    environment: Environment = {},
  ) => {
    const parsed = read(text);
    if (!parsed.ok) throw new Error(parsed.reason);
    return parseConfig({ flags, environment, file: parsed.file });
  };

  it('gives what flags and environment leave out', () => {
    const text = '{"port": 9001, "echo-port": 7001, "max-sessions": "20", "public": true}';
    const config = parseFile(
      text,
      { port: ['9003'] },
      { ECHO_BRIDGE_PORT: '9002', ECHO_BRIDGE_ECHO_PORT: '7002' },
    );
    expect(config).toMatchObject({
      port: 9003,
      echoPort: 7002,
      maxSessions: 20,
      public: true,
      idleTimeoutMs: 600_000,
    });
  });

  it('lists targets', () => {
    const { targets, defaultTarget } = parseFile(
      '{"target": ["a=10.0.0.5:7", "b=[::1]:8"], "default-target": "b"}',
    );
    expect(defaultTarget).toBe('b');
    expect(targets).toEqual([
      { name: 'a', host: '10.0.0.5', port: 7 },
      { name: 'b', host: '::1', port: 8 },
    ]);
  });

  it.each([
    ['{"port": 70000}', 'lab.json: port: "70000" is not a TCP port; give a whole number from 0 to 65535.'],
    ['{"public": "yes"}', 'lab.json: public: "yes" is not a switch; give true or false.'],
    [
      '{"target": ["a=10.0.0.5"]}',
      'lab.json: target: "a=10.0.0.5" is not a target; give NAME=HOST:PORT such as lab=10.0.0.5:7, ' +
        'the name of letters, digits, ".", "-" and "_".',
    ],
  ])('has its values checked: %s', (text, line) => {
    expect(refusal(() => parseFile(text))).toBe(line);
  });

  it.each([
    ['', /^lab\.json: this is no JSON \(/],
    ['{"port": 9000,}', /^lab\.json: this is no JSON \([^\n]+\)\.$/],
    ['[]', /^lab\.json: a config file is one JSON object, such as \{"port": 9000\}\.$/],
    ['null', /a config file is one JSON object/],
    ['{"prot": 1}', /^lab\.json: there is no setting "prot"\.$/],
    ['{"maxSessions": 1}', /there is no setting "maxSessions"/],
    ['{"__proto__": 1}', /there is no setting "__proto__"/],
    ['{"\\u001b[31m": 1}', /there is no setting "\\u001b\[31m"/],
    ['{"port": {}}', /^lab\.json: "port" is a text, a number, true, false, or a list of those\.$/],
    ['{"port": null}', /"port" is a text/],
    ['{"port": [1, 2]}', /^lab\.json: "port" takes one value\.$/],
  ])('is refused when it is %j', (text, line) => {
    const parsed = read(text);
    expect(parsed.ok ? parsed.file : parsed.reason).toMatch(line);
  });
});

describe('targets', () => {
  it('have names of their own', () => {
    expect(refusal(() => parse({ targets: ['echo=10.0.0.5:7'] }))).toBe(
      '--target: "echo" is the name of a built-in server; choose another name.',
    );
    expect(refusal(() => parse({ models: ['none'], targets: ['echo-forked=10.0.0.5:7'] }))).toMatch(
      /built-in/,
    );
    expect(refusal(() => parse({ targets: ['broken-1024=10.0.0.5:7'] }))).toMatch(/built-in/);
    expect(refusal(() => parse({ targets: ['a=10.0.0.5:7', 'a=10.0.0.6:7'] }))).toBe(
      '--target: "a" is given twice; choose another name.',
    );
  });

  it('have a default among them', () => {
    expect(parse({ targets: ['a=10.0.0.5:7'], defaultTarget: ['a'] }).defaultTarget).toBe('a');
    expect(refusal(() => parse({ models: ['none'] }, { ECHO_BRIDGE_DEFAULT_TARGET: 'echo-forked' }))).toBe(
      'ECHO_BRIDGE_DEFAULT_TARGET: there is no target "echo-forked"; there are echo.',
    );
  });

  it('are of the models that are asked for', () => {
    expect(parse({ models: ['none'] }).models).toEqual([]);
    expect(parse({ models: ['threads,iterative,threads'] }).models).toEqual(['threads', 'iterative']);
    for (const text of ['', 'thread', 'threads,', 'none,threads', 'echo']) {
      expect(refusal(() => parse({ models: [text] }))).toMatch(
        /^--models: ".*" is not a list of concurrency models; give iterative, forked, threads, parted by commas, or none\.$/,
      );
    }
  });
});
