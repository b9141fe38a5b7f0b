// Takes the README's picture of the page, from the real thing in a telling state:
//
//   npm run screenshot                   web/screenshot.png
//   npm run screenshot -- --all DIR      and, for reviewing, light, dark, phone and projector into DIR
//
// The state: a client with several echoes, one that is half-closed, one with bytes that are no text, one that has
// ended, and a native client beside them.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { settings } from '../../server/core/settings.ts';
import { browserArguments } from '../browser/support/browser-plan.ts';
import { checkEnded, startCheck } from '../browser/support/check-page.ts';
import { describeMachine, findBrowser } from '../browser/support/find-browser.ts';
import { NativeClient } from '../browser/support/native-client.ts';
import { Card, cardOf, connectionRow } from '../browser/support/playground-page.ts';
import { RunningPlayground } from '../browser/support/running-playground.ts';

/** The README's picture, seen from the repository, where npm runs scripts. */
const README_PICTURE = join('web', 'screenshot.png');

const DESK = { width: 1440, height: 900 };

/** What the table says of a connection of the built-in server beside others. */
const SERVED = 'echo process \\d+';

interface View {
  /** Port of the echo server. Default: any free one. */
  readonly echoPort?: number;
  readonly colorScheme: 'light' | 'dark';
  /** Physical pixels per CSS pixel. Default 1. */
  readonly scale?: number;
  /** What happens once the page shows its state, before the picture is taken. */
  readonly arrange?: (page: Page) => Promise<void>;
}

const light: View = { colorScheme: 'light' };

/** The dock's views besides the timeline, with which it opens. */
const DOCK_VIEWS = ['Chunks', 'Kernel', 'States', 'Record', 'Measurements'];

/** The pictures for reviewing, by file name. */
const reviewViews: Record<string, View> = {
  light,
  dark: { colorScheme: 'dark' },
  'phone-clients': { colorScheme: 'light', scale: 2, arrange: (page) => showOnPhone(page, 'Clients') },
  'phone-server': { colorScheme: 'dark', scale: 2, arrange: (page) => showOnPhone(page, 'Server') },
  'phone-measurements': {
    colorScheme: 'light',
    scale: 2,
    arrange: async (page) => {
      await showOnPhone(page, 'Inspect');
      await page.getByRole('tab', { name: 'Measurements' }).click();
    },
  },
  ...Object.fromEntries(
    DOCK_VIEWS.map((name) => [
      `dock-${name.toLowerCase()}`,
      { ...light, arrange: (page: Page) => page.getByRole('tab', { name }).click() },
    ]),
  ),
  'dock-check': { ...light, arrange: check },
  'dock-crowd': { ...light, arrange: crowd },
  'phone-check': {
    colorScheme: 'dark',
    scale: 2,
    arrange: (page) => showOnPhone(page, 'Inspect').then(() => check(page)),
  },
  'phone-crowd': {
    colorScheme: 'light',
    scale: 2,
    arrange: (page) => showOnPhone(page, 'Inspect').then(() => crowd(page)),
  },
  targets: {
    ...light,
    arrange: async (page) => {
      await page.getByRole('button', { name: 'Targets' }).click();
      await page.getByRole('button', { name: 'New client of echo', exact: true }).waitFor();
    },
  },
  projector: { colorScheme: 'light', arrange: present },
  'projector-dark': { colorScheme: 'dark', arrange: present },
};

const { values } = parseArgs({ options: { all: { type: 'string' } } });
const machine = describeMachine();
const browser = await chromium.launch({
  executablePath: await findBrowser(machine),
  args: browserArguments(machine.isRoot),
});
try {
  // Readers compare the picture with what they get, so it shows the default port.
  await takePicture(browser, { ...light, echoPort: settings.echoPort.default }, README_PICTURE);
  if (values.all !== undefined) {
    await mkdir(values.all, { recursive: true });
    for (const [name, view] of Object.entries(reviewViews)) {
      await takePicture(browser, view, join(values.all, `${name}.png`));
    }
  }
} finally {
  await browser.close();
}

async function takePicture(browser: Browser, view: View, path: string): Promise<void> {
  const playground = await RunningPlayground.start({
    settings: { echoPort: view.echoPort ?? 0, models: settings.models.default },
    onError: console.error,
  });
  const context = await browser.newContext({
    viewport: DESK,
    colorScheme: view.colorScheme,
    deviceScaleFactor: view.scale ?? 1,
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    await page.goto(playground.url);
    const native = await NativeClient.connect(playground.echo);
    await act(page, native);
    await view.arrange?.(page);
    await page.screenshot({ path });
    console.log(path);
    await native.close();
  } finally {
    await context.close();
    await playground.stop();
  }
}

/** Brings the page into its telling state. */
async function act(page: Page, native: NativeClient): Promise<void> {
  const [talking, halfClosed, binary] = [cardOf(page, 'A'), cardOf(page, 'B'), cardOf(page, 'C')];
  await native.exchange('hello from nc\n');

  await page.getByRole('button', { name: 'Client', exact: true }).click();
  await binary.waitForState('ESTABLISHED');
  await page.getByRole('button', { name: 'Classic client' }).click();
  await new Card(page, 'Classic client').waitForEnding(/close 1000/);

  for (const message of ['Hello, world', 'How many bytes is that?', 'naïve café ☕']) {
    await talking.send(message);
    await ticks(talking).last().waitFor();
  }
  await binary.generate('1 MiB');
  await ticks(binary).first().waitFor();

  await halfClosed.send('before the pause');
  await ticks(halfClosed).first().waitFor();
  await halfClosed.button('Pause reading').click();
  await halfClosed.send('still on its way');
  await halfClosed.button('FIN').click();
  await halfClosed.waitForState('FIN_WAIT_2');
  // The server's side has caught up, too.
  await connectionRow(page, await talking.port(), { served: SERVED, bytes: '51 B' }).waitFor();
  await connectionRow(page, await binary.port(), { served: SERVED, bytes: '1.0 MB' }).waitFor();
  await talking.messageBox.focus();
  await page.getByRole('region', { name: 'Clients' }).evaluate((cards) => cards.scrollTo(0, 0));
  // Away from everything that lights up under the pointer.
  await page.mouse.move(0, 0);
}

/** The marks of echoes that were compared and are the same. */
function ticks(card: Card): ReturnType<Page['getByLabel']> {
  return card.root.getByLabel('same bytes', { exact: true });
}

async function showOnPhone(page: Page, tab: string): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('tab', { name: tab }).click();
  await page.getByRole('tabpanel', { name: tab }).waitFor();
}

/** The built-in server, checked. */
async function check(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Check', exact: true }).click();
  await startCheck(page, 'echo');
  await checkEnded(page);
}

/** A dozen clients at the built-in server, who have come and gone. */
async function crowd(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Crowd', exact: true }).click();
  await page.getByRole('button', { name: 'Start the crowd' }).click();
  await page.getByRole('button', { name: 'Clear', disabled: false }).waitFor();
}

async function present(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.getByRole('button', { name: 'Presentation' }).click();
}
