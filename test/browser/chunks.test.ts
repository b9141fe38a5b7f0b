// The chunk ruler says what really happened: its cuts are those of the sockets' own reads and writes, and of the
// WebSocket's messages as the browser has them.

import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NativeClient } from './support/native-client.ts';
import { type Card, cardOf } from './support/playground-page.ts';
import { SocketWatch } from './support/socket-calls.ts';
import { withPlayground } from './support/with-playground.ts';

/** The sizes of the binary WebSocket messages of the page's connections from now on, in bytes. */
class Frames {
  readonly sent: number[] = [];
  readonly received: number[] = [];

  constructor(page: Page) {
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => note(this.sent, payload));
      socket.on('framereceived', ({ payload }) => note(this.received, payload));
    });
  }
}

/** Control messages are text. */
function note(sizes: number[], payload: string | Buffer): void {
  if (typeof payload !== 'string') sizes.push(payload.length);
}

/** The sentence over the bars, once all stations have told of all bytes. */
async function completeStory(page: Page): Promise<string> {
  const story = page.getByText(/^(about )?\d+ (send|read)s? of [\d,]+ B → [^%]+$/);
  await story.waitFor();
  return story.innerText();
}

function rowOf(page: Page, station: string): Locator {
  return page
    .getByRole('grid', { name: 'How each station cut the bytes' })
    .getByRole('row', { name: station });
}

/** Sizes of a bar's segments, in bytes, as each says of itself. */
async function segmentsOf(page: Page, station: string): Promise<number[]> {
  const names = await rowOf(page, station)
    .getByRole('gridcell', { name: '·' })
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label') ?? ''));
  return names.map((name) => Number(/· ([\d,]+) B/.exec(name)?.[1]?.replaceAll(',', '')));
}

async function openClient(page: Page, letter: string): Promise<{ card: Card; port: number }> {
  await page.getByRole('button', { name: 'Client', exact: true }).click();
  const card = cardOf(page, letter);
  const port = Number((await card.port()).slice(1));
  await card.messageBox.focus();
  await page.getByRole('tab', { name: 'Chunks' }).click();
  return { card, port };
}

describe('the chunk ruler', () => {
  let sockets: SocketWatch;

  beforeEach(() => {
    sockets = new SocketWatch();
  });
  afterEach(() => sockets.end());

  it('shows how 200,000 bytes were cut, as server, gateway and browser really read and wrote them', async () => {
    await withPlayground({}, async ({ page, echo }) => {
      const frames = new Frames(page);
      const { card, port } = await openClient(page, 'C');
      await page.getByText('Nothing sent yet').waitFor();
      await card.generate('200,000');
      const story = await completeStory(page);

      const server = sockets.callsOf(echo.port, port);
      const gateway = sockets.callsOf(port, echo.port);
      const reads = (count: number): string => `${count} ${count === 1 ? 'read' : 'reads'}`;
      expect(story).toBe(
        [
          '1 send of 200,000 B',
          reads(server.reads.length),
          reads(server.writes.length).replace('read', 'write'),
          reads(gateway.reads.length),
          reads(frames.received.length).replace('read', 'message'),
        ].join(' → '),
      );
      expect(await segmentsOf(page, 'browser send')).toEqual([200_000]);
      expect(await segmentsOf(page, 'gateway receive')).toEqual(frames.sent);
      expect(await segmentsOf(page, 'gateway write')).toEqual(gateway.writes);
      expect(await segmentsOf(page, 'server read')).toEqual(server.reads);
      expect(await segmentsOf(page, 'server write')).toEqual(server.writes);
      expect(await segmentsOf(page, 'gateway read')).toEqual(gateway.reads);
      expect(await segmentsOf(page, 'browser receive')).toEqual(frames.received);
      expect(server.reads.reduce((sum, bytes) => sum + bytes, 0)).toBe(200_000);

      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join()}`)).toEqual(
        [],
      );
    });
  });

  it('says how far a paused echo has come, and counts every chunk of 8 MiB once it is through', async () => {
    await withPlayground({}, async ({ page, echo }) => {
      const { card, port } = await openClient(page, 'C');
      await card.button('Pause reading').click();
      await card.button('Resume reading').waitFor();
      await card.generate('8 MiB');
      await page.getByText(/→ 0 reads \(0 %\) → 0 messages \(0 %\)$/).waitFor();
      await page.getByText(/^1 send of 8,388,608 B.* → \d+ reads \(\d+ %\) → /).waitFor();
      await card.button('Resume reading').click();
      const story = await completeStory(page);
      const server = sockets.callsOf(echo.port, port);
      const gateway = sockets.callsOf(port, echo.port);
      expect(story).toContain(`B → ${server.reads.length} reads → ${server.writes.length} writes → `);
      expect(story).toContain(` → ${gateway.reads.length} reads → `);
    });
  });

  it('tells of each chunk by keyboard, and finds the same bytes at the next station', async () => {
    await withPlayground({}, async ({ page }) => {
      const { card } = await openClient(page, 'C');
      await card.send('first');
      await card.send('second one');
      await page.getByText(/^1 send of 10 B → 1 read → 1 write → 1 read → 1 message$/).waitFor();
      await page.getByRole('combobox', { name: 'Measured bytes' }).selectOption('offsets…');
      await page.getByRole('textbox', { name: 'First offset' }).fill('0');
      await page.getByRole('textbox', { name: 'First offset' }).press('Enter');
      await page.getByText(/^2 sends of 15 B → /).waitFor();
      await rowOf(page, 'browser send').getByRole('gridcell', { name: '·' }).first().focus();
      await page.keyboard.press('ArrowRight');
      const detail = (text: string): Promise<void> => page.getByText(text).waitFor();
      await detail('browser send 2 of 2 · 10 B · offsets 5 to 14');
      for (const station of ['receive', 'write']) {
        await page.keyboard.press('ArrowDown');
        await detail(
          `gateway ${station === 'receive' ? 'message' : station} 2 of 2 · 10 B · offsets 5 to 14`,
        );
      }
    });
  });

  it('measures what the server read and wrote of a native client', async () => {
    await withPlayground({}, async ({ page, echo }) => {
      const native = await NativeClient.connect(echo);
      await native.exchange('hello\n');
      await page.getByRole('tab', { name: 'Chunks' }).click();
      await page
        .getByRole('combobox', { name: 'Shown client' })
        .selectOption(`:${native.endpoint.port} native`);
      expect(await completeStory(page)).toBe('1 read of 6 B → 1 write');
      await native.close();
    });
  });
});

describe('the latency split', () => {
  it('splits the latest round trip into TCP, WebSocket and what is left', async () => {
    await withPlayground({}, async ({ page }) => {
      const { card } = await openClient(page, 'C');
      await card.send('hello');
      const table = page.getByRole('region', { name: 'Where a round trip’s time goes' }).getByRole('table');
      const figures = async (): Promise<number[]> => {
        const rows = await table.getByRole('row').allInnerTexts();
        return rows.slice(1).map((row) => Number(/([\d.]+) ms/.exec(row)?.[1]));
      };
      await expect.poll(figures).toEqual(Array(4).fill(expect.any(Number)));
      await expect.poll(async () => (await figures()).some(Number.isNaN)).toBe(false);
      const [tcp, webSocket, rest, total] = (await figures()) as [number, number, number, number];
      expect(total).toBeGreaterThan(0);
      // Each figure is rounded to a tenth; a part that was measured at another moment may be longer than the whole.
      expect(tcp + webSocket + rest).toBeGreaterThan(total - 0.3);
    });
  });
});
