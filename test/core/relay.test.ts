// The relay's life cycle as transcripts: what comes in (>), what is done about it (<). Every row of
// server/protocol/PROTOCOL.md's endings is here, without a socket and without a clock.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginRelay,
  type RelayCommand,
  type RelayEvent,
  type RelayMode,
  type RelayState,
  stepRelay,
} from '../../server/core/relay.ts';
import { isOrderlyClose } from '../../server/protocol/close-codes.ts';

const connected: RelayEvent = { type: 'targetConnected' };
const fin: RelayEvent = { type: 'control', message: { type: 'fin' } };
const rst: RelayEvent = { type: 'control', message: { type: 'rst' } };
const pause: RelayEvent = { type: 'control', message: { type: 'pause' } };
const resume: RelayEvent = { type: 'control', message: { type: 'resume' } };
const targetFin: RelayEvent = { type: 'targetFin' };
const targetClosed: RelayEvent = { type: 'targetClosed' };
const lost: RelayEvent = { type: 'downstreamClosed', code: 1006 };
const left: RelayEvent = { type: 'downstreamClosed', code: 1001 };

/** One line a command, short enough to be read as a story. */
function tell(command: RelayCommand): string {
  switch (command.type) {
    case 'sendControl':
      return command.message.type === 'error' ? `error ${command.message.code}` : command.message.type;
    case 'announceOpen':
      return 'open';
    case 'closeDownstream':
      return `close ${command.code}`;
    case 'limitInactivity':
      return `limit ${command.to}`;
    case 'setReading':
      return command.reading ? 'read' : 'stop reading';
    default:
      return command.type;
  }
}

/** Runs events through a relay and returns what each one made it do. */
function play(mode: RelayMode, ...events: RelayEvent[]): { told: string[][]; state: RelayState } {
  const begin = beginRelay(mode, 'echo', true);
  let { state } = begin;
  const told = [begin.commands.map(tell)];
  for (const event of events) {
    const step = stepRelay(state, event);
    state = step.state;
    told.push(step.commands.map(tell));
  }
  return { told, state };
}

/** What the last of the events did, in the controlled mode. */
function last(...events: RelayEvent[]): string[] {
  return play('controlled', ...events).told.at(-1) ?? [];
}

describe('asking the server to end', () => {
  const serverFin: RelayEvent = { type: 'control', message: { type: 'serverFin' } };
  const serverRst: RelayEvent = { type: 'control', message: { type: 'serverRst' } };

  it('hands it on and waits for what comes of it', () => {
    expect(last(connected, serverFin)).toEqual(['endServer']);
    expect(last(connected, serverRst)).toEqual(['endServer']);
    expect(last(connected, serverFin, targetFin)).toEqual(['limit halfOpenTimeoutMs', 'fin']);
  });

  it('is a violation where the server is not one of the playground’s own', () => {
    let { state } = beginRelay('controlled', 'elsewhere', false);
    state = stepRelay(state, connected).state;
    for (const event of [serverFin, serverRst]) {
      expect(stepRelay(state, event).commands.map(tell)).toEqual(['reset', 'close 1008']);
    }
  });
});

describe('opening', () => {
  it('dials, then opens, then reads the browser', () => {
    expect(play('controlled', connected).told).toEqual([
      ['limit connectTimeoutMs'],
      ['limit idleTimeoutMs', 'open', 'readDownstream'],
    ]);
  });

  it('opens silently in the plain mode', () => {
    expect(play('plain', connected).told[1]).toEqual(['limit idleTimeoutMs', 'readDownstream']);
  });

  it.each([
    ['ECONNREFUSED', 4100],
    ['EHOSTUNREACH', 4101],
    ['ENETUNREACH', 4101],
    ['ENOTFOUND', 4101],
    ['EAI_AGAIN', 4101],
    ['ETIMEDOUT', 4102],
    ['ESOMETHING', 4101],
  ])('says %s and closes with %i', (code, closeCode) => {
    expect(last({ type: 'targetFailed', code })).toEqual(['reset', `error ${code}`, `close ${closeCode}`]);
    expect(play('plain', { type: 'targetFailed', code }).told[1]).toEqual(['reset', `close ${closeCode}`]);
  });

  it('gives up after the connect timeout with 4102', () => {
    expect(last({ type: 'inactive' })).toEqual(['reset', 'error ETIMEDOUT', 'close 4102']);
  });

  it('refuses an unknown target with 1008', () => {
    expect(last({ type: 'targetUnknown' })).toEqual(['reset', 'error UNKNOWN_TARGET', 'close 1008']);
  });

  it('stops dialling when the browser is gone', () => {
    const { told, state } = play('controlled', lost);
    expect(told[1]).toEqual(['reset']);
    expect(state.phase).toBe('closed');
  });
});

describe('both directions end in order', () => {
  it('browser first: FIN, the echoes, the target’s FIN, 1000', () => {
    expect(play('controlled', connected, fin, targetFin, targetClosed).told.slice(2)).toEqual([
      ['sendFin', 'limit halfOpenTimeoutMs'],
      ['limit halfOpenTimeoutMs', 'fin'],
      ['close 1000'],
    ]);
  });

  it('target first: fin, the browser may go on, then its FIN, 1000', () => {
    expect(play('controlled', connected, targetFin, fin, targetClosed).told.slice(2)).toEqual([
      ['limit halfOpenTimeoutMs', 'fin'],
      ['sendFin', 'limit halfOpenTimeoutMs'],
      ['close 1000'],
    ]);
  });

  it('plain mode: the target’s FIN is answered with FIN and 1000 at once', () => {
    expect(play('plain', connected, targetFin).told[2]).toEqual([
      'sendFin',
      'limit halfOpenTimeoutMs',
      'close 1000',
    ]);
  });

  it('half-open for too long: 4106, whichever side ended', () => {
    expect(last(connected, fin, { type: 'inactive' })).toEqual(['reset', 'close 4106']);
    expect(last(connected, targetFin, { type: 'inactive' })).toEqual(['reset', 'close 4106']);
  });
});

describe('the browser closes', () => {
  it.each([1000, 1001, 1005, 3000, 4999])('with %i as close(2): FIN, and echoes are discarded', (code) => {
    const { told, state } = play('controlled', connected, { type: 'downstreamClosed', code });
    expect(told[2]).toEqual(['sendFin', 'limit halfOpenTimeoutMs', 'discard']);
    expect(state.phase).toBe('discarding');
  });

  it('after its fin: no second FIN', () => {
    expect(last(connected, fin, left)).toEqual(['discard']);
  });

  it.each([1002, 1006, 1007, 1009, 1011, 2999, 5000])('with %i as an abort: RST', (code) => {
    const { told, state } = play('controlled', connected, { type: 'downstreamClosed', code });
    expect(told[2]).toEqual(['reset']);
    expect(state.phase).toBe('closed');
  });

  it('and the target ends too: nothing is left to do', () => {
    const { told, state } = play('controlled', connected, left, targetFin, targetClosed);
    expect(told.slice(3)).toEqual([[], []]);
    expect(state.phase).toBe('closed');
  });

  it('and the target never ends: RST after the half-open limit', () => {
    expect(last(connected, left, { type: 'inactive' })).toEqual(['reset']);
  });
});

describe('abrupt ends', () => {
  it('rst: RST and 4105', () => {
    expect(last(connected, rst)).toEqual(['reset', 'close 4105']);
  });

  it.each(['ECONNRESET', 'EPIPE'])('%s from the target: error and 4104', (code) => {
    expect(last(connected, { type: 'targetError', code })).toEqual([`error ${code}`, 'close 4104']);
  });

  it('idle: 4103', () => {
    expect(last(connected, { type: 'inactive' })).toEqual(['reset', 'close 4103']);
  });

  it('quota: 4107', () => {
    expect(last(connected, { type: 'quotaExceeded' })).toEqual(['reset', 'close 4107']);
  });

  it('a defect: 1011, in whatever phase the browser still listens', () => {
    expect(last({ type: 'defect' })).toEqual(['reset', 'close 1011']);
    expect(last(connected, { type: 'defect' })).toEqual(['reset', 'close 1011']);
    expect(last(connected, rst, { type: 'defect' })).toEqual(['reset']);
  });
});

describe('violations', () => {
  it('bytes after fin: 1008', () => {
    expect(last(connected, fin, { type: 'bytesAfterFin' })).toEqual(['reset', 'close 1008']);
  });

  it('a second fin: 1008', () => {
    expect(last(connected, fin, fin)).toEqual(['reset', 'close 1008']);
  });

  it('bad control: 1008 with the reason', () => {
    const { state } = play('controlled', connected);
    const { commands } = stepRelay(state, { type: 'violation', reason: 'what was wrong' });
    expect(commands.at(-1)).toEqual({ type: 'closeDownstream', code: 1008, reason: 'what was wrong' });
  });

  it('a message too big: 1009', () => {
    expect(last(connected, { type: 'messageTooBig' })).toEqual(['reset', 'close 1009']);
  });

  it('nothing more is done about a browser that was told to go', () => {
    const { told } = play('controlled', connected, rst, fin, rst, pause, { type: 'bytesAfterFin' });
    expect(told.slice(3)).toEqual([[], [], [], []]);
  });
});

describe('pause and resume', () => {
  it('stops and goes on, any number of times', () => {
    expect(play('controlled', connected, pause, pause, resume, resume).told.slice(2)).toEqual([
      ['stop reading'],
      ['stop reading'],
      ['read'],
      ['read'],
    ]);
  });
});

describe('the server stops', () => {
  const shutdown: RelayEvent = { type: 'shutdown' };
  const probeAnswered: RelayEvent = { type: 'probeAnswered' };

  it('asks the browser for what is under way, then FIN, the echoes, 1001', () => {
    const events = [connected, shutdown, probeAnswered, targetFin, targetClosed];
    expect(play('controlled', ...events).told.slice(2)).toEqual([
      ['probe'],
      ['sendFin', 'limit halfOpenTimeoutMs'],
      ['limit halfOpenTimeoutMs', 'fin'],
      ['close 1001'],
    ]);
  });

  it('does so in the plain mode', () => {
    const events = [connected, shutdown, probeAnswered, targetFin];
    expect(play('plain', ...events).told.at(-1)).toEqual(['close 1001']);
  });

  it('while the target is still being dialled: connects first', () => {
    expect(last(shutdown, connected)).toEqual(['limit idleTimeoutMs', 'open', 'readDownstream', 'probe']);
  });

  it('ignores what the browser sends after the FIN that it did not ask for', () => {
    expect(last(connected, shutdown, probeAnswered, { type: 'bytesAfterFin' })).toEqual([]);
    expect(last(connected, shutdown, probeAnswered, fin)).toEqual([]);
  });

  it('takes no pong for an answer that nobody asked for', () => {
    expect(last(connected, probeAnswered)).toEqual([]);
  });

  it('sends no second FIN for a browser that had sent its own', () => {
    expect(last(connected, fin, shutdown, probeAnswered)).toEqual([]);
  });

  it('loses patience: RST and 1001', () => {
    expect(last({ type: 'drainExpired' })).toEqual(['reset', 'close 1001']);
    expect(last(connected, shutdown, { type: 'drainExpired' })).toEqual(['reset', 'close 1001']);
    expect(last(connected, left, { type: 'drainExpired' })).toEqual(['reset']);
  });
});

describe('any order of events', () => {
  const event = fc.oneof(
    fc.constantFrom<RelayEvent>(
      connected,
      targetFin,
      targetClosed,
      fin,
      rst,
      pause,
      resume,
      { type: 'targetFailed', code: 'ECONNREFUSED' },
      { type: 'targetUnknown' },
      { type: 'targetError', code: 'ECONNRESET' },
      { type: 'inactive' },
      { type: 'violation', reason: 'bad' },
      { type: 'messageTooBig' },
      { type: 'bytesAfterFin' },
      { type: 'quotaExceeded' },
      { type: 'shutdown' },
      { type: 'probeAnswered' },
      { type: 'drainExpired' },
      { type: 'defect' },
    ),
    fc.integer({ min: 1000, max: 5000 }).map((code): RelayEvent => ({ type: 'downstreamClosed', code })),
  );
  const mode = fc.constantFrom<RelayMode>('controlled', 'plain');

  it('never closes twice, never sends two FINs, nothing but RST after the Close, no control in the plain mode', () => {
    fc.assert(
      fc.property(mode, fc.array(event, { maxLength: 30 }), (chosen, events) => {
        const { told } = play(chosen, ...events);
        const story = told.flat();
        const closes = story.filter((line) => line.startsWith('close '));
        expect(closes.length).toBeLessThanOrEqual(1);
        expect(story.filter((line) => line === 'sendFin').length).toBeLessThanOrEqual(1);
        expect(story.filter((line) => line === 'open').length).toBeLessThanOrEqual(1);
        const afterClose = closes[0] ? story.slice(story.indexOf(closes[0]) + 1) : [];
        expect(afterClose.filter((line) => line !== 'reset')).toEqual([]);
        if (chosen === 'plain') expect(story.filter((line) => /^(open|fin|error)/.test(line))).toEqual([]);
      }),
    );
  });

  it('ends in a phase where the TCP socket is gone or going, once the browser has', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 30 }),
        fc.integer({ min: 1000, max: 5000 }),
        (events, code) => {
          const { told, state } = play('controlled', ...events, { type: 'downstreamClosed', code });
          expect(['discarding', 'closed']).toContain(state.phase);
          const story = told.flat();
          const touched = ['reset', 'sendFin', 'close 1000', 'close 1001', 'close 4104'];
          expect(story.some((line) => touched.includes(line))).toBe(true);
          if (state.phase === 'discarding')
            expect(isOrderlyClose(code) || story.includes('discard')).toBe(true);
        },
      ),
    );
  });
});
