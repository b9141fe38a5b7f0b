// The limit of file descriptors, as Linux writes it and as it is missing elsewhere.

import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { parseDescriptorLimit, readDescriptorLimit } from '../../server/net/descriptor-limit.ts';

const limits = `Limit                     Soft Limit           Hard Limit           Units
Max processes             1032047              1032047              processes
Max open files            1024                 524288               files
Max locked memory         8388608              8388608              bytes
`;

it('is the soft limit of open files', () => {
  expect(parseDescriptorLimit(limits)).toBe(1024);
});

it('is unknown where there is none', () => {
  expect(parseDescriptorLimit(limits.replace('1024 ', 'unlimited '))).toBeUndefined();
  expect(readDescriptorLimit('/proc/self/no-such-file')).toBeUndefined();
});

it.runIf(process.platform === 'linux')('is the one that a shell of this process sees, on Linux', () => {
  const shown = execFileSync('sh', ['-c', 'ulimit -Sn'], { encoding: 'utf8' }).trim();
  expect(readDescriptorLimit()).toBe(shown === 'unlimited' ? undefined : Number(shown));
});
