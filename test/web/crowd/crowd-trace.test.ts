// A crowd's clients and what they add up to: phases, figures, and sentences.

import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../web/model/crowd/crowd-figures.ts';
import { CrowdRecord } from '../../../web/model/crowd/crowd-record.ts';
import { A_DOZEN } from '../../../web/model/crowd/crowd-settings.ts';
import type { ClientTrace } from '../../../web/model/crowd/crowd-trace.ts';
import {
  describeClient,
  describeCrowd,
  describePart,
  formatOrdinal,
  formatRanges,
} from '../../../web/model/crowd/crowd-words.ts';
import { oneByOne, together, trace, whole } from './crowd-traces.ts';

function phases(client: ClientTrace): string[] {
  return client.stretches.map(({ phase, fromMs, toMs }) => `${phase} ${fromMs}–${toMs ?? ''}`);
}

describe('a client of a crowd', () => {
  it('goes through its phases without a gap', () => {
    const client = trace(
      1,
      [5, 'dialled'],
      [8, 'established'],
      [8, 'sent'],
      [20, 'byte'],
      [21, 'echo'],
      [221, 'sent'],
      [222, 'echo'],
      [222, 'fin'],
      [223, 'finished'],
    );
    expect(phases(client)).toEqual([
      'dialling 5–8',
      'waiting 8–20',
      'served 20–21',
      'thinking 21–221',
      'waiting 221–222',
      'served 222–222',
      'leaving 222–223',
    ]);
    expect(client).toMatchObject({
      waitedMs: 15,
      echoes: 2,
      servedToMs: 222,
      end: 'finished',
      phase: undefined,
    });
  });

  it('waits as long as nothing comes back', () => {
    const client = trace(1, [0, 'dialled'], [1, 'established'], [1, 'sent']);
    expect(phases(client)).toEqual(['dialling 0–1', 'waiting 1–']);
    expect(client).toMatchObject({ phase: 'waiting', waitedMs: undefined, servedToMs: undefined });
  });

  it('ends once, with what came first', () => {
    const client = trace(1, [0, 'dialled'], [3, 'failed'], [4, 'stopped'], [5, 'finished']);
    expect(client).toMatchObject({ end: 'failed', endedAtMs: 3, reason: 'Refused ECONNREFUSED (4100)' });
    expect(phases(client)).toEqual(['dialling 0–3']);
  });

  it('was served to its last byte when it failed, and to the end when it was stopped', () => {
    const steps = [
      [0, 'dialled'],
      [1, 'established'],
      [2, 'echo'],
      [200, 'byte'],
    ] as const;
    expect(trace(1, ...steps, [300, 'failed']).servedToMs).toBe(200);
    expect(trace(1, ...steps, [300, 'stopped']).servedToMs).toBe(300);
  });
});

describe('the figures of a target', () => {
  it('of one at a time: nobody together, each waits longer', () => {
    const figures = figuresOf(oneByOne(12));
    expect(figures).toMatchObject({
      servedTogether: 1,
      thereTogether: 11,
      finished: 12,
      failed: 0,
      tookMs: 1201,
    });
    // Client n comes at 10 (n − 1) and is served at 2 + 100 (n − 1).
    expect(figures.waited).toMatchObject({ p50Ms: 452, p95Ms: 992, maxMs: 992 });
  });

  it('of all at once: as many together as are there', () => {
    const figures = figuresOf(together(12));
    expect(figures).toMatchObject({ servedTogether: 10, finished: 12 });
    expect(figures.waited).toMatchObject({ p50Ms: 2, maxMs: 2 });
  });

  it('do not take one that follows another at the same moment for two together', () => {
    const figures = figuresOf([whole(1, 0, 2, 50), whole(2, 1, 50, 90)]);
    expect(figures.servedTogether).toBe(1);
  });

  it('count one that came and went in no time', () => {
    const client = trace(1, [0, 'dialled'], [0, 'established'], [0, 'echo'], [0, 'fin'], [0, 'finished']);
    expect(figuresOf([client])).toMatchObject({ servedTogether: 1, thereTogether: 1, tookMs: 0 });
  });

  it('tell who is at work', () => {
    const clients = [
      whole(1, 0, 2, 50),
      trace(2, [1, 'dialled'], [2, 'established'], [60, 'byte']),
      trace(3, [1, 'dialled'], [2, 'established']),
      trace(4, [1, 'dialled'], [2, 'established'], [3, 'echo'], [4, 'fin']),
      trace(5),
    ];
    expect(figuresOf(clients)).toMatchObject({
      arrived: 4,
      served: 1,
      waiting: 1,
      finished: 1,
      tookMs: undefined,
    });
    expect(describePart(clients, figuresOf(clients))).toBe('1 is served, 1 waits, 1 has finished.');
  });

  it('are those of nobody before anybody came', () => {
    expect(figuresOf([trace(1)])).toMatchObject({ servedTogether: 0, waited: undefined, tookMs: undefined });
    expect(figuresOf([])).toMatchObject({ servedTogether: 0, waited: undefined });
  });
});

describe('the sentences of a crowd', () => {
  function part(clients: ClientTrace[]): string {
    return describePart(clients, figuresOf(clients));
  }

  it('tell a staircase from a wall', () => {
    expect(part(oneByOne(12))).toBe('The 12th client waited 992 ms; one at a time was served.');
    expect(part(together(12))).toBe('The 12th client waited 2.0 ms; up to 10 were served together.');
  });

  it('do not blame a server that never had two there', () => {
    expect(part([whole(1, 0, 2, 50), whole(2, 100, 102, 150)])).toBe(
      'The 2nd client waited 2.0 ms; no two were there at the same time.',
    );
  });

  it('say how many failed and why, and who was stopped', () => {
    const refused = trace(2, [0, 'dialled'], [3, 'failed']);
    expect(part([whole(1, 0, 2, 50), refused, trace(3, [5, 'dialled'], [9, 'stopped'])])).toBe(
      'The 1st client waited 2.0 ms; one at a time was served. 1 client failed: Refused ECONNREFUSED (4100). Stopped with 1 client still to finish.',
    );
    expect(part([refused])).toBe('Nobody got an echo. 1 client failed: Refused ECONNREFUSED (4100).');
    expect(part([trace(1, [4, 'stopped'])])).toBe('Stopped before the first client came.');
    expect(part([trace(1)])).toBe('Nobody has come yet.');
  });

  it('say whom the server was busy with while a client waited', () => {
    const clients = oneByOne(12);
    const tell = (client: number): string =>
      describeClient(clients[client - 1] as ClientTrace, clients, 2000);
    expect(tell(1)).toBe(
      'Client 1 waited 2.0 ms for its first echo. It had its echo and closed after 101 ms.',
    );
    expect(tell(2)).toMatch(/^Client 2 waited 92\.0 ms for its first echo, while client 1 was served\./);
    expect(tell(7)).toMatch(/while clients 1 to 6 were served\./);
    // The first had gone before the last came.
    expect(tell(12)).toMatch(/while clients 2 to 11 were served\./);
  });

  it('say how it goes on', () => {
    const clients = [
      trace(1, [0, 'dialled'], [1, 'established'], [2, 'echo']),
      trace(2, [10, 'dialled'], [11, 'established']),
      trace(3, [10, 'dialled']),
      trace(4),
      trace(5, [9, 'stopped']),
      trace(6, [10, 'dialled'], [14, 'failed']),
    ];
    expect(clients.map((client) => describeClient(client, clients, 1010))).toEqual([
      'Client 1 waited 2.0 ms for its first echo. 1 echo so far; it thinks.',
      'Client 2 waits for its first echo: 1.0 s so far.',
      'Client 3 dials: 1.0 s so far.',
      'Client 4 is still to come.',
      'Client 5 never came.',
      'Client 6 failed after 4.0 ms: Refused ECONNREFUSED (4100). It got no echo.',
    ]);
  });

  it('say the whole for who does not see the picture', () => {
    const record = new CrowdRecord({ ...A_DOZEN, clients: 1, targets: ['echo', 'away'] }, new Map());
    for (const [index, { clients }] of record.parts.entries()) {
      const [client] = clients as [ClientTrace];
      client.dialled(0);
      if (index === 1) client.failed(1, 'Refused');
      else client.received(1, true);
    }
    expect(describeCrowd(record)).toBe(
      'The crowd is over. echo: no two were there at the same time. away: nobody was served, 1 failed.',
    );
  });

  it('count and join numbers as people do', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(formatOrdinal)).toEqual([
      ...['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '102nd', '111th'],
    ]);
    expect([[2], [2, 3], [2, 3, 4], [1, 3, 4, 5, 9]].map(formatRanges)).toEqual([
      ...['2', '2 and 3', '2 to 4', '1, 3 to 5 and 9'],
    ]);
  });
});
