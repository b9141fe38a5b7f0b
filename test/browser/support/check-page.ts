// The Echo Check as a person finds it on the page, and servers to be checked.

import { createServer, type Socket } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import type { NamedTarget } from '../../../server/core/targets/named-target.ts';
import { listenAnywhere } from '../../support/with-gateway.ts';

/** Longest that a whole check may take, in milliseconds. */
const CHECK_TIMEOUT_MS = 45_000;

/** Opens the view by the header's button. */
export async function openCheck(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByRole('tabpanel', { name: 'Check' }).waitFor();
}

/** What is checked: a target's name. */
export function serverToCheck(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Server to check' });
}

/** Chooses a server and has it checked. */
export async function startCheck(page: Page, target: string): Promise<void> {
  await serverToCheck(page).selectOption(target);
  await page.getByRole('button', { name: /^Run (check|again)$/ }).click();
}

/** Waits until the check that goes on has ended. */
export async function checkEnded(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: 'Run again', exact: true })
    .first()
    .waitFor({ timeout: CHECK_TIMEOUT_MS });
}

/** The line of the case with this title. */
export function caseRow(page: Page, title: string): Locator {
  return page
    .getByRole('rowgroup')
    .filter({ has: page.getByRole('rowheader', { name: title, exact: true }) });
}

/** The button that unfolds it. */
export function caseToggle(page: Page, title: string): Locator {
  return page.getByRole('rowheader').getByRole('button', { name: title, exact: true });
}

/** What stands in the first column, from top to bottom. */
export function verdicts(page: Page): Promise<string[]> {
  return page.locator('echo-check-view .case .mark').allInnerTexts();
}

/** Runs `test` with a target that treats each connection as `serve` does. */
export async function withTarget(
  name: string,
  serve: (socket: Socket) => void,
  test: (targets: readonly NamedTarget[]) => Promise<void>,
): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  const port = await listenAnywhere(server);
  try {
    await test([{ name, host: '127.0.0.1', port }]);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Says everything in capitals; else an echo server. */
export function shout(socket: Socket): void {
  socket.on('data', (chunk) => socket.write(chunk.toString('latin1').toUpperCase(), 'latin1'));
  socket.on('end', () => socket.end());
}

/** Reads, and never answers. */
export function keepSilent(socket: Socket): void {
  socket.resume();
}
