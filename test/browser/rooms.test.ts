// Rooms in the browser: a page sees the connections of its own room, and nothing of any other's.

import { describe, expect, it } from 'vitest';
import { NativeClient } from './support/native-client.ts';
import { cardOf, connectionRow, serverLog } from './support/playground-page.ts';
import { withPlayground } from './support/with-playground.ts';

describe('rooms', () => {
  it('keep pages apart, and let those of one room see each other’s connections', async () => {
    await withPlayground({}, async ({ page, context, url }) => {
      const ada = await context.newPage();
      await ada.goto(`${url}/?room=ada`);
      await ada.getByText('room ada').waitFor();
      const port = await cardOf(ada, 'A').port();
      const adaToo = await context.newPage();
      await adaToo.goto(`${url}/?room=ada`);
      await connectionRow(adaToo, port, { client: 'another page' }).waitFor();

      await cardOf(ada, 'A').send('between us');
      await connectionRow(adaToo, port, { bytes: '10 B', client: 'another page' }).waitFor();
      // The totals are everybody's: the lobby knows that there are others, but not who they are.
      await page.getByText('6 connected', { exact: true }).waitFor();
      expect(await connectionRow(page, port).count()).toBe(0);
      expect(await serverLog(page)).not.toContain(port);
      expect(await page.getByText('room ada').count()).toBe(0);
    });
  });

  it('all see a native client on this machine', async () => {
    await withPlayground({}, async ({ page, context, url, echo }) => {
      const ada = await context.newPage();
      await ada.goto(`${url}/?room=ada`);
      const native = await NativeClient.connect(echo);
      await native.exchange('hello\n');
      for (const each of [page, ada]) {
        await connectionRow(each, `:${native.endpoint.port}`, { bytes: '6 B', client: 'native' }).waitFor();
      }
      await native.close();
    });
  });
});
