// The one expectation that nearly every browser test has: what was sent came back, and the page compared it.

import { expect } from 'vitest';
import type { Card } from './playground-page.ts';

/** Waits until the card's transcript shows `preview` sent and, ticked, its echo; `preview` may be a pattern. */
export async function expectEcho(card: Card, preview: string, size = `${preview.length} B`): Promise<void> {
  const sent = `sent [\\d:.]+ ${preview} ${size}`;
  const echoed = `received \\+[\\d.]+ m?s ${preview} ${size} same bytes`;
  await expect.poll(() => card.transcript()).toMatch(new RegExp(`${sent} (.* )?${echoed}`));
}
