// The crowd's picture in numbers, and the crowd as text: an axis that seldom moves, bars of a bounded number of marks.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv, toJson } from '../../../web/model/crowd/crowd-export.ts';
import {
  axisTicks,
  drawBar,
  drawBars,
  pitchOf,
  type Span,
  spanOf,
} from '../../../web/model/crowd/crowd-picture.ts';
import { CrowdRecord } from '../../../web/model/crowd/crowd-record.ts';
import { A_DOZEN } from '../../../web/model/crowd/crowd-settings.ts';
import type { ClientTrace } from '../../../web/model/crowd/crowd-trace.ts';
import { oneByOne, trace } from './crowd-traces.ts';

describe('the axis of a crowd', () => {
  it('shows at least what the crowd takes, and more as time goes on', () => {
    const record = new CrowdRecord({ ...A_DOZEN, targets: ['echo'] }, new Map());
    // The last of a dozen comes at 1.1 s and thinks twice for 0.2 s.
    expect(spanOf(record, 0)).toBe(1500);
    expect(spanOf(record, 1500)).toBe(1500);
    expect(spanOf(record, 1501)).toBe(2000);
    record.ended(420);
    expect(spanOf(record, 9000)).toBe(450);
  });

  it('always has room for what has passed, and seldom changes', () => {
    const record = new CrowdRecord({ ...A_DOZEN, clients: 1, messages: 1, targets: ['echo'] }, new Map());
    fc.assert(
      fc.property(fc.double({ min: 0, max: 600_000, noNaN: true }), (nowMs) => {
        const spanMs = spanOf(record, nowMs);
        expect(spanMs).toBeGreaterThanOrEqual(nowMs - 1e-6);
        expect(spanMs).toBeLessThanOrEqual(Math.max(100, nowMs * 1.26));
      }),
    );
  });

  it('has ticks in round steps that do not crowd', () => {
    expect(axisTicks(5000, 1000).map(({ px, label }) => [px, label])).toEqual([
      ...[0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000].map((px) => [
        px,
        px === 0 ? '0' : px < 200 ? '500 ms' : `${px / 200} s`,
      ]),
    ]);
    expect(axisTicks(5000, 100)).toHaveLength(2);
    expect(axisTicks(5000, 0)).toEqual([]);
  });

  it('gives each bar what height there is, within reason', () => {
    expect([pitchOf(12, 84), pitchOf(200, 84), pitchOf(1, 84)]).toEqual([7, 2, 14]);
  });
});

describe('the bar of a client', () => {
  const span = (fromPx: number, toPx: number): Span => ({ fromPx, toPx });

  it('shows each phase where it was, and an echo that took no time', () => {
    const [, client] = oneByOne(2) as [ClientTrace, ClientTrace];
    expect(drawBar(client, 0.5, 1000)).toEqual({
      dials: [span(5, 5.5)],
      waits: [span(5.5, 51)],
      echoes: [span(51, 53)],
      thinks: [span(51, 100)],
      leaves: [span(100, 100.5)],
      finPx: 100,
      cut: undefined,
    });
  });

  it('goes on to now, and ends in a cut where it was cut', () => {
    const client = trace(1, [10, 'dialled'], [20, 'established']);
    expect(drawBar(client, 1, 70).waits).toEqual([span(20, 70)]);
    client.failed(80, 'Reset by the server ECONNRESET (4104)');
    expect(drawBar(client, 1, 500)).toMatchObject({ waits: [span(20, 80)], cut: { px: 80, failed: true } });
    const stopped = trace(1, [10, 'dialled'], [15, 'stopped']);
    expect(drawBar(stopped, 1, 500).cut).toEqual({ px: 15, failed: false });
    expect(drawBar(trace(1, [15, 'stopped']), 1, 500).cut).toBeUndefined();
  });

  it('has no more marks than there are pixels for, however many messages there were', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(40), { maxLength: 400 }),
        fc.double({ min: 0.01, max: 2, noNaN: true }),
        (gaps, pxPerMs) => {
          let atMs = 0;
          const client = trace(1, [0, 'dialled'], [0, 'established']);
          for (const gap of gaps) {
            atMs += gap;
            client.sent(atMs);
            client.received(atMs, true);
          }
          const { echoes } = drawBar(client, pxPerMs, atMs);
          expect(echoes.length).toBeLessThanOrEqual(Math.ceil((atMs * pxPerMs) / 3) + 1);
          for (let index = 1; index < echoes.length; index += 1) {
            expect((echoes[index] as Span).fromPx - (echoes[index - 1] as Span).toPx).toBeGreaterThanOrEqual(
              1,
            );
          }
        },
      ),
    );
  });

  it('is part of a few paths for all', () => {
    const clients = [
      ...oneByOne(2),
      trace(3, [0, 'dialled'], [100, 'failed']),
      trace(4, [0, 'dialled'], [50, 'stopped']),
    ];
    const paths = drawBars(clients, 1, 1000, 10);
    expect(paths.fins).toBe('M100 0V8M200 10V18');
    expect(paths.dials).toContain('M0 20H100V28H0Z');
    expect(paths.failures).toBe('M96 20L104 28M96 28L104 20');
    expect(paths.stops).toBe('M50 30V38');
  });
});

describe('a crowd that leaves the page', () => {
  const record = new CrowdRecord({ ...A_DOZEN, clients: 2, targets: ['echo, mine'] }, new Map());
  const [first, second] = record.parts.flatMap(({ clients }) => clients) as [ClientTrace, ClientTrace];
  first.dialled(0);
  first.established(0.84);
  first.received(3.27, true);
  first.finSent(3.3);
  first.finished(4);
  second.dialled(100);
  second.failed(101, 'Refused "now"');

  it('is a table of its clients', () => {
    expect(toCsv(record).split('\r\n')).toEqual([
      'target,client,dialledAtMs,establishedAtMs,firstEchoAtMs,waitedMs,echoes,finAtMs,endedAtMs,end,reason',
      '"echo, mine",1,0,0.8,3.3,3.3,1,3.3,4,finished,',
      '"echo, mine",2,100,,,,0,,101,failed,"Refused ""now"""',
      '',
    ]);
  });

  it('is everything as JSON', () => {
    const file = JSON.parse(toJson(record)) as { targets: { figures: object; clients: object[] }[] };
    expect(file).toMatchObject({ settings: { clients: 2, targets: ['echo, mine'] } });
    expect(file.targets[0]?.figures).toMatchObject({ finished: 1, failed: 1, servedTogether: 1 });
    expect(file.targets[0]?.clients[0]).toMatchObject({
      client: 1,
      phases: [
        { phase: 'dialling', fromMs: 0, toMs: 0.8 },
        { phase: 'waiting' },
        { phase: 'served' },
        {},
        {},
      ],
    });
  });
});
