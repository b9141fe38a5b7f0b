// Where a browser for the tests may come from, in the order in which the places are tried. Pure: it gets a
// description of the machine and returns steps; find-browser.ts takes them.
//
//   machine ──planBrowserSearch──► use TEST_BROWSER                            (and nothing else)
//                              or: use an installed Chrome, Chromium or Edge … use Playwright's earlier download
//                                  … download by Playwright … apt-get install chromium

import { posix, win32 } from 'node:path';

/** The environment variable that names the browser to use. */
export const BROWSER_VARIABLE = 'TEST_BROWSER';

/** Longest that Playwright's download may take, in milliseconds. */
export const DOWNLOAD_TIMEOUT_MS = 180_000;

/** Longest that one `apt-get` command may take, in milliseconds. */
export const APT_TIMEOUT_MS = 180_000;

/** What decides where to look. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Environment variables; {@link BROWSER_VARIABLE}, `PATH` and Windows' program folders are looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  /** Where this version of Playwright keeps the Chromium that it downloads, whether or not it is there. */
  readonly playwrightPath: string;
  readonly isRoot: boolean;
  /** `ID` of /etc/os-release, such as `debian`; undefined where there is none. */
  readonly distribution: string | undefined;
}

/** One place to get a browser from; `path` is the program to start if the step succeeds. */
export type BrowserStep =
  | { readonly kind: 'use'; readonly path: string }
  | { readonly kind: 'download'; readonly path: string; readonly timeoutMs: number }
  | { readonly kind: 'apt'; readonly path: string; readonly timeoutMs: number };

/** The names that Linux packages give to Chrome, Chromium and Edge. */
const LINUX_NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const LINUX_PATHS = [
  '/usr/bin/chromium',
  '/opt/google/chrome/chrome',
  '/opt/microsoft/msedge/msedge',
  '/snap/bin/chromium',
];

const MAC_PATHS = [
  'Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'Applications/Chromium.app/Contents/MacOS/Chromium',
  'Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS_NAMES = ['chrome.exe', 'chromium.exe', 'msedge.exe'];
const WINDOWS_FOLDERS = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'];
const WINDOWS_PATHS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** The steps to try, in order. A browser that was named explicitly is the only one: it is never replaced by another. */
export function planBrowserSearch(machine: Machine): BrowserStep[] {
  const named = machine.environment[BROWSER_VARIABLE];
  if (named) return [{ kind: 'use', path: named }];
  const steps: BrowserStep[] = [...new Set([...installedPaths(machine), machine.playwrightPath])].map(
    (path) => ({
      kind: 'use',
      path,
    }),
  );
  steps.push({ kind: 'download', path: machine.playwrightPath, timeoutMs: DOWNLOAD_TIMEOUT_MS });
  if (machine.isRoot && machine.distribution === 'debian') {
    steps.push({ kind: 'apt', path: '/usr/bin/chromium', timeoutMs: APT_TIMEOUT_MS });
  }
  return steps;
}

/** Chromium's arguments: nothing that calls home, and as root no sandbox, which Chromium refuses to set up there. */
export function browserArguments(isRoot: boolean): string[] {
  const quiet = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return isRoot ? ['--no-sandbox', ...quiet] : quiet;
}

/** The one line that says what to do when no step led to a browser. */
export function describeMissingBrowser({ environment, distribution }: Machine, tried: number): string {
  const named = environment[BROWSER_VARIABLE];
  if (named)
    return `Cannot start the browser ${named}, which ${BROWSER_VARIABLE} names: correct or unset it.`;
  const how = distribution === 'debian' ? ' (as root: apt-get install chromium)' : '';
  return (
    `Cannot run the browser tests: none of ${tried} places has a browser that starts. ` +
    `Install Chrome, Chromium or Edge${how}, or name one with ${BROWSER_VARIABLE}=/path/to/it.`
  );
}

/** Every path where an installed browser may be, the likeliest first. */
function installedPaths({ platform, environment, homeDirectory }: Machine): string[] {
  switch (platform) {
    case 'darwin':
      return ['/', homeDirectory].flatMap((parent) => MAC_PATHS.map((path) => posix.join(parent, path)));
    case 'win32': {
      const folders = WINDOWS_FOLDERS.flatMap((name) => environment[name] ?? []);
      const usual = folders.flatMap((folder) => WINDOWS_PATHS.map((path) => win32.join(folder, path)));
      return [...usual, ...alongPath(environment.PATH, win32, WINDOWS_NAMES)];
    }
    default:
      return [...alongPath(environment.PATH, posix, LINUX_NAMES), ...LINUX_PATHS];
  }
}

/** Each name in each directory of the search path; all directories for the first name before the second. */
function alongPath(searchPath: string | undefined, path: typeof posix, names: readonly string[]): string[] {
  const directories = (searchPath ?? '')
    .split(path.delimiter)
    .filter((directory) => path.isAbsolute(directory));
  return names.flatMap((name) => directories.map((directory) => path.join(directory, name)));
}
