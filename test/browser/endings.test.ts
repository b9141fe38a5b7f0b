// How a connection ends, as the page tells it: FIN behind everything that is still in flight, RST, and a server
// that goes away and comes back.

import { describe, expect, it } from 'vitest';
import { expectEcho } from './support/expect-echo.ts';
import { cardOf, connectionRow, serverLog } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

/** What a browser writes on its console when a server that it calls is not there. */
const REFUSED = /console error: .*ERR_CONNECTION_(REFUSED|RESET)/;

describe('FIN', () => {
  it('while 1 MiB is in flight lets every byte come back, then closes with 1000', async () => {
    await withPlayground({}, async ({ page }) => {
      const card = cardOf(page, 'A');
      const port = await card.port();
      // Paused, no echo can arrive: all of it is in flight when FIN follows.
      await card.button('Pause reading').click();
      await card.generate('1 MiB');
      await page.getByRole('progressbar', { name: 'Echo of 1.0 MB' }).waitFor();
      await card.button('FIN').click();
      await card.root.getByText('0 B of 1.0 MB echoed').waitFor();

      await card.button('Resume reading').click();
      await card.waitForEnding(/^Both ends sent FIN and every byte was delivered \(close 1000\)/);
      await expectEcho(card, '.*', '1.0 MB');
      await card.waitForState('TIME_WAIT');
      await expect
        .poll(() => serverLog(page))
        .toMatch(new RegExp(`FIN ${port} .*close ${port} both FIN · 1.0 MB echoed`));
    });
  });

  it('closes one direction: the card waits in FIN_WAIT_2 for the echoes and can send no more', async () => {
    await withPlayground({}, async ({ page }) => {
      const card = cardOf(page, 'A');
      await card.waitForState('ESTABLISHED');
      await card.button('Pause reading').click();
      // Its echo keeps the server's FIN, which comes after it, from arriving.
      await card.send('last');
      await card.button('FIN').click();
      await card.waitForState('FIN_WAIT_2');
      await card.send('too late');
      await card.root.getByText(/^Nothing can be sent/).waitFor();
      await card.button('Resume reading').click();
      await card.waitForEnding(/close 1000/);
      await expectEcho(card, 'last');
    });
  });

  it('can be followed by a new connection on the same card', async () => {
    await withPlayground({}, async ({ page }) => {
      const card = cardOf(page, 'A');
      const before = await card.port();
      await card.button('FIN').click();
      await card.waitForEnding(/close 1000/);
      await card.button('Reconnect').click();
      await card.send('again');
      await expectEcho(card, 'again');
      expect(await card.port()).not.toBe(before);
    });
  });
});

describe('RST', () => {
  it('shows close 4105 on the card and a reset in the server’s log, and touches no other client', async () => {
    await withPlayground({}, async ({ page }) => {
      const [card, other] = [cardOf(page, 'A'), cardOf(page, 'B')];
      const port = await card.port();
      await other.waitForState('ESTABLISHED');
      await connectionRow(page, port, { client: 'A' }).waitFor();
      await card.button('RST').click();
      await card.waitForEnding(/RST.*close 4105/);
      await card.waitForState('CLOSED');
      await expect.poll(() => serverLog(page)).toMatch(new RegExp(`close ${port} reset ECONNRESET`));
      await connectionRow(page, port).waitFor({ state: 'detached' });

      await other.send('still here');
      await expectEcho(other, 'still here');
    });
  });

  it('marks what had not come back as lost, with its offset', async () => {
    await withPlayground({}, async ({ page }) => {
      const card = cardOf(page, 'A');
      await card.waitForState('ESTABLISHED');
      await card.send('hello');
      await expectEcho(card, 'hello');
      await card.button('Pause reading').click();
      await card.send('never answered');
      await card.button('RST').click();
      await card.waitForEnding(/close 4105/);
      await expect.poll(() => card.transcript()).toMatch(/Lost from offset 5: 14 B of 1 message/);
    });
  });
});

describe('a server that goes away', () => {
  it('is said on the page, and once it is back the clients are, too', async () => {
    await withPlayground({ expectedProblems: [REFUSED] }, async ({ page, playground }) => {
      const first = cardOf(page, 'A');
      const cards = [first, cardOf(page, 'B')];
      for (const card of cards) await card.waitForState('ESTABLISHED');
      await first.messageBox.fill('a draft');

      await playground.stop();
      const banner = page.getByText(/^The gateway is away\. Trying again/);
      await banner.waitFor();
      await page.getByText('cannot be reached', { exact: true }).waitFor();
      for (const card of cards) await card.waitForEnding(/server is stopping \(close 1001\)/);

      await playground.restart();
      for (const card of cards) await card.waitForState('ESTABLISHED');
      await banner.waitFor({ state: 'detached' });
      await first.messageBox.press('Enter');
      await expectEcho(first, 'a draft');
      await page.getByText('2 connected', { exact: true }).waitFor();
    });
  });

  it('is not asked for by a client that the user had closed', async () => {
    await withPlayground({ expectedProblems: [REFUSED] }, async ({ page, playground }) => {
      const [card, closed] = [cardOf(page, 'A'), cardOf(page, 'B')];
      await card.waitForState('ESTABLISHED');
      await closed.button('RST').click();
      await closed.waitForEnding(/close 4105/);
      await playground.stop();
      await card.waitForEnding(/close 1001/);
      await playground.restart();
      await card.waitForState('ESTABLISHED');
      await page.getByText('1 connected', { exact: true }).waitFor();
      await closed.waitForEnding(/close 4105/);
    });
  });
});
