// Reports of a worker: batched, in order, and few however much moves.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReportBatch } from '../../../server/net/models/report-batch.ts';
import type { Report } from '../../../server/net/models/reports.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function createBatch() {
  const sent: { reports: readonly Report[]; onTaken: () => void }[] = [];
  let at = 0;
  const batch = new ReportBatch({
    send: (reports, onTaken) => sent.push({ reports, onTaken }),
    now: () => {
      at += 1;
      return at;
    },
  });
  return { batch, sent };
}

const connection = { id: 1 };

/** One chunk echoed. */
function echo(batch: ReportBatch, bytes: number, { id } = connection): void {
  batch.received({ id }, bytes);
  batch.sent({ id }, bytes);
}

it('tells each chunk, with its own time', () => {
  const { batch, sent } = createBatch();
  echo(batch, 5);
  batch.finReceived(connection);
  batch.finSent(connection);
  batch.closed({ id: 1, rstSent: false }, { how: 'fin' });
  expect(sent).toEqual([]);
  vi.runAllTimers();
  expect(sent.map(({ reports }) => reports)).toEqual([
    [
      { kind: 'received', id: 1, at: 1, bytes: 5, calls: 1 },
      { kind: 'sent', id: 1, at: 2, bytes: 5, calls: 1 },
      { kind: 'finReceived', id: 1, at: 3 },
      { kind: 'finSent', id: 1, at: 4 },
      { kind: 'closed', id: 1, at: 5, end: { how: 'fin' }, rstSent: false },
    ],
  ]);
});

it('sums a burst up, and loses no byte of it', () => {
  const { batch, sent } = createBatch();
  for (let chunk = 0; chunk < 100_000; chunk += 1) echo(batch, 10, { id: 1 + (chunk % 3) });
  vi.runAllTimers();
  const reports = sent.flatMap((each) => each.reports);
  expect(reports.length).toBeLessThan(150);
  const sums = { received: 0, sent: 0 };
  let calls = 0;
  for (const report of reports) {
    if (report.kind !== 'received' && report.kind !== 'sent') continue;
    sums[report.kind] += report.bytes;
    calls += report.calls;
    expect(sums.received).toBeGreaterThanOrEqual(sums.sent);
  }
  expect({ ...sums, calls }).toEqual({ received: 1_000_000, sent: 1_000_000, calls: 200_000 });
});

it('tells what came after a FIN after it, in a burst too', () => {
  const { batch, sent } = createBatch();
  for (let chunk = 0; chunk < 1000; chunk += 1) echo(batch, 1);
  batch.finSent(connection);
  for (let chunk = 0; chunk < 1000; chunk += 1) batch.received(connection, 1);
  vi.runAllTimers();
  const reports = sent.flatMap((each) => each.reports);
  expect(reports.slice(-2)).toMatchObject([{ kind: 'finSent' }, { kind: 'received', bytes: 1000 }]);
});

it('sends nothing more before the last batch has left, and then all of it', () => {
  const { batch, sent } = createBatch();
  echo(batch, 1);
  vi.runAllTimers();
  for (let chunk = 0; chunk < 100_000; chunk += 1) {
    echo(batch, 1);
    vi.advanceTimersByTime(1);
  }
  expect(sent.length).toBe(1);
  sent[0]?.onTaken();
  vi.runAllTimers();
  expect(sent.length).toBe(2);
  expect(sent[1]?.reports.length).toBeLessThan(150);
});
