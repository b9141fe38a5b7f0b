// Several targets on one page: a client has one, changes it and keeps it; each is told as it is; and how a server serves its
// clients is felt: the second client of the iterative one waits, that of any other does not.

import type { Socket } from 'node:net';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { withTcpServer } from '../support/with-tcp-server.ts';
import { expectEcho } from './support/expect-echo.ts';
import { type Card, cardOf, connectionRow, hasFocus, serverLog } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

/** Nothing listens at port 1. */
const NOBODY = { name: 'nobody', host: '127.0.0.1', port: 1 };

function echo(socket: Socket): void {
  socket.pipe(socket);
}

function student(port: number) {
  return { name: 'student', host: '127.0.0.1', port };
}

async function showServer(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Shown server' }).selectOption(name);
}

async function connectTo(card: Card, target: string): Promise<string> {
  await card.waitForState('ESTABLISHED');
  await card.changeTarget(target);
  await expect.poll(() => card.transcript()).toMatch(new RegExp(`Connecting to ${target} .*Connected in`));
  return card.port();
}

describe('the iterative server', () => {
  it('lets the second client wait until the first has closed, and the page shows it', async () => {
    await withPlayground({ settings: { models: ['iterative'] } }, async ({ page }) => {
      const [first, second] = [cardOf(page, 'A'), cardOf(page, 'B')];
      await showServer(page, 'echo-iterative');
      const firstPort = await connectTo(first, 'echo-iterative');
      await connectionRow(page, firstPort, { served: '(process|thread) \\d+', client: 'A' }).waitFor();
      const secondPort = await connectTo(second, 'echo-iterative');
      await second.send('is anybody there?');
      await connectionRow(page, secondPort, { served: 'waits \\d+ s', bytes: '0 B', client: 'B' }).waitFor();
      await page.getByRole('searchbox', { name: 'Filter the connections' }).fill('waits');
      await connectionRow(page, firstPort).waitFor({ state: 'detached' });
      await connectionRow(page, secondPort, { served: 'waits \\d+ s' }).waitFor();
      await page.getByRole('searchbox', { name: 'Filter the connections' }).fill('');

      // Sent after the second one's message, and echoed before it.
      await first.send('still mine');
      await expectEcho(first, 'still mine');
      expect(await second.transcript()).not.toContain('received');

      await first.button('FIN').click();
      await expectEcho(second, 'is anybody there\\?', '17 B');
      await connectionRow(page, secondPort, { served: '(process|thread) \\d+', client: 'B' }).waitFor();
      await expect
        .poll(() => serverLog(page))
        .toMatch(new RegExp(`serve ${secondPort} waited [\\d.]+ m?s · (process|thread) \\d+`));
    });
  });
});

describe.each(['echo', 'echo-forked', 'echo-threads'])('%s', (target) => {
  it('serves the second client while the first is there', async () => {
    await withPlayground({ settings: { models: ['forked', 'threads'] } }, async ({ page }) => {
      const cards = [cardOf(page, 'A'), cardOf(page, 'B')];
      await showServer(page, target);
      for (const card of cards) {
        const port = target === 'echo' ? await card.port() : await connectTo(card, target);
        await connectionRow(page, port, { served: '(process|thread) \\d+' }).waitFor();
      }
      for (const card of cards) {
        await card.send('at once');
        await expectEcho(card, 'at once');
      }
    });
  });
});

describe('a target', () => {
  it('is changed on the card: the connection is closed in order, and one to the other target made', async () => {
    await withTcpServer(echo, async (port) => {
      await withPlayground({ settings: { targets: [student(port)] } }, async ({ page }) => {
        const card = cardOf(page, 'A');
        const before = await card.port();
        await connectTo(card, 'student');
        await expect
          .poll(() => serverLog(page))
          .toMatch(new RegExp(`FIN ${before} .*close ${before} both FIN`));
        expect(await card.transcript()).toMatch(/Closed by this client .*Connecting to student/);
        await card.send('hello student');
        await expectEcho(card, 'hello student');

        await page.getByRole('tab', { name: 'Timeline' }).click();
        await page
          .getByText(/^student is not a server of this playground: its own steps are not seen/)
          .waitFor();
        await card.changeTarget('echo');
        await page.getByText(/^student is not a server/).waitFor({ state: 'detached' });
      });
    });
  });

  it('is kept over a reload, and so is that of new clients', async () => {
    await withTcpServer(echo, async (port) => {
      await withPlayground({ settings: { targets: [student(port)] } }, async ({ page }) => {
        const [card, other, added] = [cardOf(page, 'A'), cardOf(page, 'B'), cardOf(page, 'C')];
        await connectTo(card, 'student');
        await page.getByRole('combobox', { name: 'Target of new clients' }).selectOption('student');
        await page.reload();
        await card.waitForState('ESTABLISHED');
        await other.waitForState('ESTABLISHED');
        expect(await card.target.inputValue()).toBe('student');
        expect(await other.target.inputValue()).toBe('echo');
        await page.getByRole('button', { name: 'Client', exact: true }).click();
        await added.waitForState('ESTABLISHED');
        expect(await added.target.inputValue()).toBe('student');
      });
    });
  });

  it('that is stored and no longer on the list gives way to the default one', async () => {
    await withTcpServer(echo, async (port) => {
      await withPlayground({ settings: { targets: [student(port)] } }, async ({ page }) => {
        const card = cardOf(page, 'A');
        await connectTo(card, 'student');
        await page.addInitScript(() => {
          const key = 'echo-bridge.cards.v1';
          sessionStorage.setItem(key, (sessionStorage.getItem(key) ?? '').replace('"student"', '"gone"'));
        });
        await page.reload();
        await card.waitForState('ESTABLISHED');
        await expect.poll(() => card.transcript()).toMatch(/No target “gone” \(1008\).*Connecting to echo/);
        expect(await card.target.inputValue()).toBe('echo');
      });
    });
  });

  it('that is down is said to be, with why, and may be tried all the same', async () => {
    await withPlayground({ settings: { targets: [NOBODY] } }, async ({ page }) => {
      const card = cardOf(page, 'A');
      await card.waitForState('ESTABLISHED');
      await page.getByText('1 other down').waitFor();
      await card.changeTarget('nobody');
      await card.waitForEnding(/^The nobody server refused the connection \(ECONNREFUSED, close 4100\)/);
      await expect.poll(() => card.target.locator('option:checked').textContent()).toBe('nobody (down)');
      await card.changeTarget('echo');
      await card.send('back again');
      await expectEcho(card, 'back again');
    });
  });

  it('that is down is named in the status line when it is the default one', async () => {
    const settings = { targets: [NOBODY], defaultTarget: 'nobody' };
    await withPlayground({ settings }, async ({ page }) => {
      await cardOf(page, 'A').waitForEnding(/^The nobody server refused the connection/);
      await page.getByText('is down', { exact: true }).waitFor();
    });
  });
});

describe('the list of targets', () => {
  it('says what each is and how, and opens a client of it', async () => {
    await withTcpServer(echo, async (port) => {
      await withPlayground(
        { settings: { targets: [student(port), NOBODY] } },
        async ({ page, echo: server }) => {
          await cardOf(page, 'B').waitForState('ESTABLISHED');
          await page.getByRole('button', { name: 'Targets' }).click();
          await page.getByRole('dialog', { name: 'Targets' }).waitFor();
          const panel = page.locator('echo-targets-panel');
          const row = (name: string) => panel.getByRole('listitem').filter({ hasText: name });
          await row('all clients at once').getByText(`nc 127.0.0.1 ${server.port}`).waitFor();
          await row('all clients at once').getByText('2 open', { exact: true }).waitFor();
          await row('nobody').getByText('down', { exact: true }).waitFor();
          await row('nobody')
            .getByText(/refused the connection \(ECONNREFUSED\)\./)
            .waitFor();
          await row('student').getByText('up', { exact: true }).waitFor();

          const use = panel.getByRole('button', { name: 'Use for new clients: student' });
          await use.click();
          await expect.poll(() => use.getAttribute('aria-pressed')).toBe('true');
          await panel.getByRole('button', { name: 'New client of student' }).click();
          await panel.waitFor({ state: 'detached' });
          const added = cardOf(page, 'C');
          await added.waitForState('ESTABLISHED');
          expect(await added.target.inputValue()).toBe('student');
          await expect.poll(() => hasFocus(added.messageBox)).toBe(true);
        },
      );
    });
  });

  it('gives the focus back to its button when it is closed', async () => {
    await withPlayground({}, async ({ page }) => {
      const button = page.getByRole('button', { name: 'Targets' });
      await button.click();
      await page.getByRole('dialog', { name: 'Targets' }).waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => hasFocus(button)).toBe(true);
    });
  });

  it('of one target puts no control on cards and toolbar', async () => {
    await withPlayground({}, async ({ page }) => {
      await cardOf(page, 'B').waitForState('ESTABLISHED');
      await page.getByText('2 connected', { exact: true }).waitFor();
      expect(await page.getByRole('combobox', { name: /^(Target|Shown server)/ }).count()).toBe(0);
    });
  });
});
