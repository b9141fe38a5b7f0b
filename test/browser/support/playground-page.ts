// The page as a person finds it, by roles, names and the text that a screen reader would read: the clients' cards
// and the server's side.

import type { Locator, Page } from 'playwright-core';

/** One client's card. */
export class Card {
  readonly root: Locator;
  /** `Client A`, or the name that it was given. */
  readonly title: string;

  constructor(page: Page, title: string) {
    this.title = title;
    this.root = page.getByRole('group', { name: title, exact: true });
  }

  /** Where a message is written, whatever its kind. */
  get messageBox(): Locator {
    return this.root.getByRole('textbox', { name: `from ${this.title}` });
  }

  /** The menu of its target; there is none while the page knows of only one. */
  get target(): Locator {
    return this.root.getByRole('combobox', { name: `Target of ${this.title}` });
  }

  /** Chooses another target, as the keyboard does. */
  async changeTarget(name: string): Promise<void> {
    // Its options are made when it is first wanted.
    await this.target.focus();
    await this.target.selectOption(name);
  }

  button(name: 'FIN' | 'RST' | 'Pause reading' | 'Resume reading' | 'Reconnect'): Locator {
    return this.root.getByRole('button', { name, exact: true });
  }

  /** Waits until the card says that its end of the connection is in `state`. */
  async waitForState(state: string): Promise<void> {
    await this.root.getByRole('note', { name: new RegExp(`^${state}:`) }).waitFor();
  }

  /** Writes `text` into the message box and presses Enter. */
  async send(text: string): Promise<void> {
    await this.messageBox.fill(text);
    await this.messageBox.press('Enter');
  }

  /** Has `size`, such as `1 MiB`, generated and sent. */
  async generate(size: string): Promise<void> {
    await this.root.getByRole('combobox', { name: 'Kind of message' }).selectOption('Generate');
    await this.send(size);
  }

  /** The transcript's lines in view, as one line of text. */
  transcript(): Promise<string> {
    return readAloud(this.root.getByRole('log'));
  }

  /** Waits until the card says in these words why its connection ended. */
  async waitForEnding(words: RegExp): Promise<void> {
    await this.root.getByText(words).first().waitFor();
  }

  /** The gateway's end of the TCP connection, as the server's table names it: `:58788`. */
  async port(): Promise<string> {
    await this.waitForState('ESTABLISHED');
    const port = /(:\d+) →/.exec(await readAloud(this.root))?.[1];
    if (port === undefined) throw new Error(`The card of ${this.title} shows no ports.`);
    return port;
  }
}

/** The card of the client with this letter, while it has no name of its own. */
export function cardOf(page: Page, letter: string): Card {
  return new Card(page, `Client ${letter}`);
}

/** The cards of all clients. */
export function allCards(page: Page): Locator {
  return page.getByRole('region', { name: 'Clients' }).getByRole('group');
}

/** What a row of the server's table of live connections says. */
export interface ConnectionRow {
  readonly state?: string;
  /** Where several servers are observed: at which one, where all are shown, and `process 4242`, `thread 7`, `waits 3 s`. */
  readonly served?: string;
  /** Received and sent: an echo server's are the same. */
  readonly bytes?: string;
  /** `A`, `A Ada`, `native` or `another page`. */
  readonly client?: string;
}

/** The row of the peer with this port, `:58788`, once it says all of `row`. Where there is room, it has an age, too. */
export function connectionRow(page: Page, port: string, row: ConnectionRow = {}): Locator {
  const { state = '\\w+', served, bytes = '[\\d.]+ \\w+', client = '.+' } = row;
  const by = served === undefined ? '' : ` ${served}`;
  const name = new RegExp(`^${port} ${state}${by} ${bytes} ${bytes} (\\d+ \\w+ )?${client}$`);
  return page.getByRole('table', { name: 'Live connections' }).getByRole('row', { name });
}

/** The lines in view of the server's log, as one line of text. */
export function serverLog(page: Page): Promise<string> {
  return readAloud(page.getByRole('log', { name: 'Life-cycle log of the server' }));
}

/** Whether the cursor is in `field`. */
export function hasFocus(field: Locator): Promise<boolean> {
  return field.evaluate((element) => element.matches(':focus'));
}

/** Whether all of `element` can be seen without scrolling. */
export function isInView(element: Locator): Promise<boolean> {
  return element.evaluate(
    (target) =>
      new Promise<boolean>((resolve) => {
        const observer = new IntersectionObserver(([entry]) => {
          observer.disconnect();
          resolve((entry?.intersectionRatio ?? 0) > 0.99);
        });
        observer.observe(target);
      }),
  );
}

/** Takes the cursor out of every field, so that single letters are keys again. */
export async function leaveFields(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Echo Bridge' }).click();
}

/** What a screen reader would read, without line breaks, roles and quotes: `sent 13:01:02.345 hello 5 B`. */
async function readAloud(region: Locator): Promise<string> {
  const snapshot = await region.ariaSnapshot();
  return withoutPartsOfButtons(snapshot)
    .replace(/- '?button ("(?:[^"\\]|\\.)*").*/g, '$1')
    .replace(/- img ("[^"]*").*/g, '$1')
    .replace(/- text:|"/g, ' ')
    .replace(/\s+/g, ' ');
}

/** A button is read by its name, which already says what is drawn within it. */
function withoutPartsOfButtons(snapshot: string): string {
  let buttonIndent = Number.POSITIVE_INFINITY;
  const lines = snapshot.split('\n').filter((line) => {
    const indent = line.search(/\S/);
    if (indent > buttonIndent) return false;
    buttonIndent = /^\s*- '?button /.test(line) ? indent : Number.POSITIVE_INFINITY;
    return true;
  });
  return lines.join('\n');
}
