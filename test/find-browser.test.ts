// Where the browser tests look for a browser, and in which order: the plan for each kind of machine, and the
// search itself as a transcript over a machine that is made up.

import { describe, expect, it } from 'vitest';
import { browserArguments, type Machine, planBrowserSearch } from './browser/support/browser-plan.ts';
import { type BrowserActions, BrowserNotFoundError, findBrowser } from './browser/support/find-browser.ts';

const linux: Machine = {
  platform: 'linux',
  environment: { PATH: '/usr/local/bin:/usr/bin' },
  homeDirectory: '/home/ada',
  playwrightPath: '/home/ada/.cache/playwright/chrome',
  isRoot: false,
  distribution: 'fedora',
};
const debianRoot: Machine = { ...linux, isRoot: true, distribution: 'debian' };

/** A machine on which only `working` starts; files of `present` exist, and what is got appears by being got. */
function pretend(options: {
  present?: string[];
  working?: string;
  gets?: 'download' | 'apt';
  path?: string;
}) {
  const transcript: string[] = [];
  const announced: string[] = [];
  const present = new Set(options.present);
  const get = async (what: 'download' | 'apt') => {
    transcript.push(what);
    if (options.gets !== what) throw new Error(`${what} failed`);
    present.add(options.path ?? '');
  };
  const actions: BrowserActions = {
    exists: (path) => present.has(path),
    start: async (path) => {
      transcript.push(`start ${path}`);
      if (path !== options.working) throw new Error(`${path} does not start`);
    },
    download: () => get('download'),
    installPackage: () => get('apt'),
    announce: (line) => void announced.push(line),
  };
  return { actions, transcript, announced };
}

describe('the plan', () => {
  it('uses the browser that is named, and no other', () => {
    const machine = {
      ...debianRoot,
      environment: { ...linux.environment, TEST_BROWSER: '/opt/mine' },
    };
    expect(planBrowserSearch(machine)).toEqual([{ kind: 'use', path: '/opt/mine' }]);
  });

  it('takes an empty name for none', () => {
    const machine = { ...linux, environment: { ...linux.environment, TEST_BROWSER: '' } };
    expect(planBrowserSearch(machine)).toEqual(planBrowserSearch(linux));
  });

  it('prefers an installed browser to a downloaded one, that to a download, and that to a package', () => {
    const steps = planBrowserSearch(debianRoot);
    const at = (kind: string, path: string) =>
      steps.findIndex((step) => step.kind === kind && step.path === path);
    const order = [
      at('use', '/usr/local/bin/google-chrome-stable'),
      at('use', '/usr/bin/google-chrome-stable'),
      at('use', '/usr/bin/chromium'),
      at('use', '/usr/bin/microsoft-edge'),
      at('use', linux.playwrightPath),
      at('download', linux.playwrightPath),
      at('apt', '/usr/bin/chromium'),
    ];
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order.at(-1)).toBe(steps.length - 1);
  });

  it('tries no place twice and ignores relative entries of PATH', () => {
    const paths = planBrowserSearch({ ...linux, environment: { PATH: '/usr/bin::.:bin:/usr/bin' } })
      .filter((step) => step.kind === 'use')
      .map((step) => step.path);
    expect(paths).toEqual([...new Set(paths)]);
    expect(paths.filter((path) => !path.startsWith('/'))).toEqual([]);
  });

  it.each([
    ['a user of Debian', { ...debianRoot, isRoot: false }],
    ['root on Ubuntu, whose chromium package is only a stub', { ...debianRoot, distribution: 'ubuntu' }],
    ['root on a system without /etc/os-release', { ...debianRoot, distribution: undefined }],
  ])('installs no package for %s', (_who, machine) => {
    const kinds = planBrowserSearch(machine).map((step) => step.kind);
    expect(kinds).toContain('download');
    expect(kinds).not.toContain('apt');
  });

  it('knows the applications of macOS, for all users and for one', () => {
    const steps = planBrowserSearch({ ...linux, platform: 'darwin', homeDirectory: '/Users/ada' });
    const path = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(steps).toContainEqual({ kind: 'use', path });
    expect(steps).toContainEqual({ kind: 'use', path: `/Users/ada${path}` });
  });

  it('knows the program folders and the search path of Windows', () => {
    const steps = planBrowserSearch({
      ...linux,
      platform: 'win32',
      environment: { 'ProgramFiles(x86)': 'C:\\Program Files (x86)', PATH: 'D:\\tools' },
    });
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    expect(steps).toContainEqual({ kind: 'use', path: edge });
    expect(steps).toContainEqual({ kind: 'use', path: 'D:\\tools\\chrome.exe' });
  });

  it('leaves the sandbox out as root only', () => {
    expect(browserArguments(true)).toContain('--no-sandbox');
    expect(browserArguments(false)).not.toContain('--no-sandbox');
  });
});

describe('the search', () => {
  it('goes past what is not there and what does not start', async () => {
    const chromium = '/usr/bin/chromium';
    const { actions, transcript } = pretend({
      present: ['/usr/bin/google-chrome', chromium],
      working: chromium,
    });
    expect(await findBrowser(linux, actions)).toBe(chromium);
    expect(transcript).toEqual(['start /usr/bin/google-chrome', `start ${chromium}`]);
  });

  it('downloads one when none is installed', async () => {
    const path = linux.playwrightPath;
    const { actions, transcript } = pretend({ gets: 'download', path, working: path });
    expect(await findBrowser(linux, actions)).toBe(path);
    expect(transcript).toEqual(['download', `start ${path}`]);
  });

  it('installs the package when the download does not start', async () => {
    const path = '/usr/bin/chromium';
    const { actions, transcript } = pretend({
      present: [linux.playwrightPath],
      gets: 'apt',
      path,
      working: path,
    });
    expect(await findBrowser(debianRoot, actions)).toBe(path);
    expect(transcript).toEqual([`start ${linux.playwrightPath}`, 'download', 'apt', `start ${path}`]);
  });

  it('says why a candidate is passed over, and ends with one line that says what to install', async () => {
    const { actions, announced } = pretend({ present: ['/usr/bin/chromium'] });
    const failure = await findBrowser(linux, actions).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BrowserNotFoundError);
    expect((failure as Error).message).toMatch(
      /^Cannot run the browser tests: .*Install Chrome.*TEST_BROWSER=.*$/,
    );
    expect(announced).toEqual([
      'use /usr/bin/chromium: /usr/bin/chromium does not start',
      expect.stringContaining('Playwright downloads'),
      `download ${linux.playwrightPath}: download failed`,
    ]);
  });

  it('replaces a named browser by no other', async () => {
    const { actions, transcript } = pretend({ present: ['/usr/bin/chromium'], working: '/usr/bin/chromium' });
    const machine = { ...linux, environment: { ...linux.environment, TEST_BROWSER: '/opt/mine' } };
    await expect(findBrowser(machine, actions)).rejects.toThrow(/^Cannot start the browser \/opt\/mine/);
    expect(transcript).toEqual([]);
  });
});
