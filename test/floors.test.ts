// The floors hold by compiler: an import that points up, and the use of a world that a floor does not know,
// are refused by `tsc`. A copy of every tsconfig.json gets one small source a realm, each importing the floor
// below; a probe is laid beside them, and the compiler has to name it.
//
//   web/main.ts ► web/elements ► web/controllers ► web/model ──────────────┐
//   server/main.ts, playground.ts ► server/net ► server/core ► server/protocol

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('..', import.meta.url));
const compiler = join(repository, 'node_modules/typescript/bin/tsc');

/** One source a realm. It compiles, and it uses what its floor may use. */
const sources = {
  'server/protocol/floor.ts': 'export const protocol = 1;',
  'server/core/floor.ts': `export { protocol } from '../protocol/floor.ts'; export type Core = number;`,
  'server/net/floor.ts': `import { isIP } from 'node:net'; import { protocol } from '../core/floor.ts';
    export const net = setTimeout(() => isIP('::1'), protocol);`,
  'server/playground.ts': `export { net } from './net/floor.ts';`,
  'server/main.ts': `import { net } from './playground.ts'; clearTimeout(net);`,
  'web/model/floor.ts': `export { protocol } from '../../server/protocol/floor.ts';`,
  'web/controllers/floor.ts': `import { protocol } from '../model/floor.ts';
    export const controller = () => document.title + protocol;`,
  'web/elements/floor.ts': `import { LitElement } from 'lit'; import { state } from 'lit/decorators.js';
    import { controller } from '../controllers/floor.ts';
    export class Floor extends LitElement { @state() private label = controller(); protected what = () => this.label; }`,
  'web/main.ts': `import './elements/floor.ts';`,
  'test/floor.ts': `import { net } from '../server/playground.ts'; import { protocol } from '../web/model/floor.ts';
    clearTimeout(net); setTimeout(() => {}, protocol);`,
};

/** `code` is the compiler's: 2304, 2584 and 2591 say that there is no such name or module, 6307 that a file is not of this project. */
const probes: [folder: string, what: string, source: string, code: string][] = [
  ['server/protocol', 'Node', `import { connect } from 'node:net'; export const probe = connect;`, 'TS2591'],
  ['server/protocol', 'Node’s globals', 'export const probe = Buffer;', 'TS2591'],
  ['server/protocol', 'the DOM', 'export const probe = document;', 'TS2584'],
  ['server/protocol', 'the core', `export { protocol } from '../core/floor.ts';`, 'TS6307'],
  [
    'server/core',
    'Node',
    `import { readFileSync } from 'node:fs'; export const probe = readFileSync;`,
    'TS2591',
  ],
  ['server/core', 'timers', 'export const probe = setTimeout;', 'TS2304'],
  ['server/core', 'the DOM', 'export const probe = document;', 'TS2584'],
  ['server/core', 'sockets', `export { net } from '../net/floor.ts';`, 'TS6307'],
  ['server/core', 'the composition', `export { net } from '../playground.ts';`, 'TS6307'],
  ['server/net', 'the composition', `export { net } from '../playground.ts';`, 'TS6307'],
  ['server/net', 'the DOM', 'export const probe = document;', 'TS2584'],
  ['server', 'the page', `export { protocol } from '../web/model/floor.ts';`, 'TS6307'],
  ['web/model', 'the DOM', 'export const probe = document;', 'TS2584'],
  ['web/model', 'timers', 'export const probe = setTimeout;', 'TS2304'],
  ['web/model', 'controllers', `export { controller } from '../controllers/floor.ts';`, 'TS6307'],
  ['web/model', 'the server’s core', `export { protocol } from '../../server/core/floor.ts';`, 'TS6307'],
  ['web/controllers', 'elements', `export { Floor } from '../elements/floor.ts';`, 'TS6307'],
  ['web/controllers', 'Node', `import { connect } from 'node:net'; export const probe = connect;`, 'TS2591'],
  ['web/controllers', 'the server’s sockets', `export { net } from '../../server/net/floor.ts';`, 'TS6307'],
  ['web', 'the server’s core', `export { protocol } from '../server/core/floor.ts';`, 'TS6307'],
  ['web', 'a type of the server’s core', `export type { Core } from '../server/core/floor.ts';`, 'TS6307'],
  ['web', 'the server’s sockets', `export { net } from '../server/net/floor.ts';`, 'TS6307'],
  ['web', 'the composition', `export { net } from '../server/playground.ts';`, 'TS6307'],
  ['web/elements', 'the server’s core', `export { protocol } from '../../server/core/floor.ts';`, 'TS6307'],
];

let tree: string;

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'echo-bridge-floors-'));
  await symlink(join(repository, 'node_modules'), join(tree, 'node_modules'), 'junction');
  await cp(join(repository, 'package.json'), join(tree, 'package.json'));
  await copyConfigurations();
  await Promise.all(Object.entries(sources).map(([path, source]) => write(path, source)));
});

afterAll(() => rm(tree, { recursive: true, force: true }));

describe('the floors', () => {
  it('let every realm import what lies below it', async () => {
    expect(await compile('.')).toEqual({ passed: true, output: '' });
  });

  it.each(probes)('%s cannot reach %s', async (folder, _what, source, code) => {
    const probe = `${folder}/probe.ts`;
    await write(probe, source);
    const { passed, output } = await compile(folder === 'web/elements' ? 'web' : folder);
    await rm(join(tree, probe));
    expect(passed).toBe(false);
    expect(output).toMatch(new RegExp(`^${probe}\\(\\d+,\\d+\\): error ${code}:`, 'm'));
  });

  it('are all compiled: every tsconfig.json is one of the root’s references', async () => {
    const folders = await Promise.all(
      ['server', 'web', 'test'].map(async (realm) =>
        (await readdir(join(repository, realm), { recursive: true }))
          .filter((path) => basename(path) === 'tsconfig.json')
          .map((path) => posix.join(realm, dirname(path.replaceAll('\\', '/')))),
      ),
    );
    expect((await readReferences()).sort()).toEqual(folders.flat().sort());
  });
});

async function readReferences(): Promise<string[]> {
  const root = await readFile(join(repository, 'tsconfig.json'), 'utf8');
  const { references } = JSON.parse(root) as { references: { path: string }[] };
  return references.map(({ path }) => path);
}

async function copyConfigurations(): Promise<void> {
  for (const realm of ['.', ...(await readReferences())]) {
    await mkdir(join(tree, realm), { recursive: true });
    await cp(join(repository, realm, 'tsconfig.json'), join(tree, realm, 'tsconfig.json'));
  }
}

async function write(path: string, source: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), `${source}\n`);
}

function compile(realm: string): Promise<{ passed: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [compiler, '-b', realm, '--pretty', 'false'], { cwd: tree }, (error, output) =>
      resolve({ passed: error === null, output }),
    );
  });
}
