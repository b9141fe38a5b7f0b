// A program in the place of `ss`: a script of the test's own, in a folder that is removed afterwards. It is run with
// the arguments of `ss`, and leaves a line in a log each time.

import { chmod, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FakeSs {
  /** The program, not yet written before {@link write}. */
  readonly command: readonly [string];
  /** Writes the program: `source` has `words`, the arguments of `ss`, and `fs`. */
  write(source: string): Promise<void>;
  /** Arguments of each run so far. */
  runs(): Promise<string[]>;
  /** Process id of the latest run. */
  pid(): Promise<number>;
}

/** Source of a program that prints details of every end it is asked for, as if all were on 127.0.0.1. */
export const ANSWER_ALL = `
  for (const [, local, remote] of words.join(' ').matchAll(/sport = :(\\d+) and dport = :(\\d+)/g)) {
    console.log('ESTAB 0 0 127.0.0.1:' + local + ' 127.0.0.1:' + remote);
    console.log('\\t bbr rtt:0.5/0.25 mss:1448 cwnd:' + local + ' bytes_acked:7 snd_wnd:65536');
  }`;

export async function withFakeSs(test: (ss: FakeSs) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'fake-ss-'));
  const program = join(folder, 'ss');
  const log = join(folder, 'log');
  const readLog = async () => {
    const text = await readFile(log, 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  };
  try {
    await test({
      command: [program],
      async write(source) {
        const opening = `#!${process.execPath}
          const fs = require('node:fs');
          const words = process.argv.slice(2);
          fs.appendFileSync(${JSON.stringify(log)}, process.pid + ' ' + words.join(' ') + '\\n');`;
        // In one step, so that nothing runs the half of it.
        await writeFile(`${program}.new`, opening + source);
        await chmod(`${program}.new`, 0o755);
        await rename(`${program}.new`, program);
      },
      runs: async () => (await readLog()).map((line) => line.replace(/^\d+ /, '')),
      pid: async () => Number((await readLog()).at(-1)?.split(' ')[0]),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
