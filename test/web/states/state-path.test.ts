// The path of both ends through TCP's states, as transcripts: what gateway and server told, what the kernel was seen
// in, and the states that follow.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KernelEnd } from '../../../server/protocol/kernel.ts';
import { TCP_STATES, type TcpState } from '../../../server/protocol/tcp-state.ts';
import { MARK_STEPS, type MarkStep } from '../../../server/protocol/trace.ts';
import { KernelHistory } from '../../../web/model/kernel-history.ts';
import { stateOf, transitionId } from '../../../web/model/states/diagram.ts';
import {
  ENDS,
  type EndName,
  LifeCycle,
  lifeOf,
  MAX_SEEN_STATES,
} from '../../../web/model/states/life-cycle.ts';
import { KERNEL_FRESH_MS, statePath } from '../../../web/model/states/state-path.ts';
import { TIME_WAIT_MS } from '../../../web/model/tcp-end.ts';
import { ClockOffset } from '../../../web/model/timeline/clock-offset.ts';
import { Timeline } from '../../../web/model/timeline/timeline.ts';

/** One connection, told line by line. Each line is a millisecond later than the one before. */
class Story {
  readonly timeline = new Timeline(new ClockOffset());
  readonly kernel = new KernelHistory();
  readonly #life = new LifeCycle();
  #now = 1_000_000;

  constructor() {
    this.timeline.begin();
  }

  get now(): number {
    return this.#now;
  }

  wait(ms: number): this {
    this.#now += ms;
    return this;
  }

  gateway(step: MarkStep, detail = ''): this {
    return this.#mark('gateway', step, detail);
  }

  server(step: MarkStep, detail = ''): this {
    return this.#mark('server', step, detail);
  }

  /** The kernel's states of both ends; reading them took `tookMs`. */
  sample(client: TcpState | undefined, server: TcpState | undefined, tookMs = 0): this {
    this.#now += 1;
    this.kernel.add(
      this.#now,
      {
        subject: 'session:1',
        process: {},
        ...(client && { clientEnd: end(client) }),
        ...(server && { serverEnd: end(server) }),
      },
      {},
      this.#now - tookMs,
    );
    return this;
  }

  connected(): this {
    return this.gateway('upgrade').gateway('dial').gateway('connect').server('accept');
  }

  path(name: EndName): ReturnType<typeof statePath> {
    this.#life.read(this.timeline, this.kernel);
    return statePath(name, this.#life, this.#now);
  }

  /** `SYN_SENT ESTABLISHED …`, the states after the first CLOSED. */
  states(name: EndName): string {
    return this.path(name)
      .steps.map(({ transition }) => stateOf(transition.to))
      .join(' ');
  }

  #mark(lane: 'gateway' | 'server', step: MarkStep, detail: string): this {
    this.#now += 1;
    this.timeline.addTrace(this.timeline.connection, lane, [{ step, at: this.#now, detail }]);
    return this;
  }
}

function end(state: TcpState): KernelEnd {
  return { state, receiveQueue: 0, sendQueue: 0, timer: 'none', unanswered: 0 };
}

const CLIENT_OPEN = 'SYN_SENT ESTABLISHED';
const SERVER_OPEN = 'LISTEN SYN_RECEIVED ESTABLISHED';

describe('the path by what gateway and server told', () => {
  it('begins with a server in LISTEN and a client in CLOSED', () => {
    const story = new Story();
    expect(story.path('client')).toMatchObject({ node: 'CLOSED', steps: [], source: 'inferred' });
    expect(story.states('server')).toBe('LISTEN');
  });

  it('opens actively at one end and passively at the other', () => {
    const story = new Story().gateway('dial');
    expect(story.states('client')).toBe('SYN_SENT');
    story.gateway('connect').server('accept');
    expect(story.states('client')).toBe(CLIENT_OPEN);
    expect(story.states('server')).toBe(SERVER_OPEN);
  });

  it('closes actively at the client, passively at the server', () => {
    const story = new Story().connected().gateway('finSent');
    expect(story.states('client')).toBe(`${CLIENT_OPEN} FIN_WAIT_1`);
    expect(story.states('server')).toBe(SERVER_OPEN);
    story.server('finReceived');
    expect(story.states('client')).toBe(`${CLIENT_OPEN} FIN_WAIT_1 FIN_WAIT_2`);
    expect(story.states('server')).toBe(`${SERVER_OPEN} CLOSE_WAIT`);
    story.server('finSent');
    expect(story.states('server')).toBe(`${SERVER_OPEN} CLOSE_WAIT LAST_ACK`);
    story.gateway('finReceived').server('close', 'fin');
    expect(story.states('client')).toBe(`${CLIENT_OPEN} FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT`);
    expect(story.states('server')).toBe(`${SERVER_OPEN} CLOSE_WAIT LAST_ACK CLOSED`);
    expect(story.path('server').node).toBe('END');
  });

  it('closes actively at the server, passively at the client', () => {
    const story = new Story()
      .connected()
      .server('finSent')
      .gateway('finReceived')
      .gateway('finSent')
      .server('finReceived');
    expect(story.states('client')).toBe(`${CLIENT_OPEN} CLOSE_WAIT LAST_ACK CLOSED`);
    expect(story.states('server')).toBe(`${SERVER_OPEN} FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT`);
  });

  it('knows of a simultaneous close: both ends sent FIN before the other’s came', () => {
    const story = new Story()
      .connected()
      .gateway('finSent')
      .server('finSent')
      .gateway('finReceived')
      .server('finReceived');
    expect(story.states('client')).toBe(`${CLIENT_OPEN} FIN_WAIT_1 CLOSING TIME_WAIT`);
    expect(story.states('server')).toBe(`${SERVER_OPEN} FIN_WAIT_1 CLOSING TIME_WAIT`);
  });

  it('takes a FIN that was received for sent, though the mark of it is told later', () => {
    const story = new Story()
      .connected()
      .server('finReceived')
      .gateway('finSent')
      .server('finSent')
      .gateway('finReceived');
    expect(story.states('client')).toBe(`${CLIENT_OPEN} FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT`);
  });

  it.each([
    ['sent', (story: Story) => story.gateway('rstSent').server('close', 'reset')],
    ['received', (story: Story) => story.gateway('rstReceived').gateway('error', 'ECONNRESET')],
    ['seen by the server alone', (story: Story) => story.server('rstReceived').server('close', 'reset')],
  ])('ends both ends at once by an RST that was %s', (_what, tell) => {
    const story = tell(new Story().connected());
    for (const name of ENDS) {
      const { node, steps } = story.path(name);
      expect(node).toBe('END');
      expect(steps.at(-1)?.transition).toMatchObject({ from: 'ESTABLISHED', event: 'RST', kind: 'reset' });
    }
  });

  it('ends half-closed ends by RST as well', () => {
    const story = new Story().connected().gateway('finSent').server('finReceived').gateway('rstSent');
    expect(story.path('client').steps.at(-1)?.transition.from).toBe('FIN_WAIT_2');
    expect(story.path('server').steps.at(-1)?.transition.from).toBe('CLOSE_WAIT');
  });

  it('tells a dial that was refused from one that timed out', () => {
    const refused = new Story().gateway('dial').gateway('error', 'ECONNREFUSED');
    expect(refused.path('client').steps.map(({ transition }) => transitionId(transition))).toEqual([
      'CLOSED>SYN_SENT',
      'SYN_SENT:RST',
    ]);
    const late = new Story().gateway('dial').gateway('error', 'ETIMEDOUT');
    expect(late.path('client').steps.map(({ transition }) => transitionId(transition))).toEqual([
      'CLOSED>SYN_SENT',
      'SYN_SENT>CLOSED',
    ]);
  });

  it('takes the acknowledgement for granted where the other end tells nothing', () => {
    const story = new Story().gateway('dial').gateway('connect').gateway('finSent');
    expect(story.states('client')).toBe(`${CLIENT_OPEN} FIN_WAIT_1 FIN_WAIT_2`);
  });

  it('follows a native client by what its server saw', () => {
    const story = new Story().server('accept').server('finReceived').server('finSent').server('close', 'fin');
    expect(story.states('client')).toBe(`${CLIENT_OPEN} FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT`);
    expect(story.states('server')).toBe(`${SERVER_OPEN} CLOSE_WAIT LAST_ACK CLOSED`);
  });

  it('takes bytes for a completed handshake, whose marks may be held no longer', () => {
    const story = new Story();
    story.timeline.addTrace(1, 'gateway', [{ step: 'read', at: story.now, from: 9000, bytes: 5 }]);
    expect(story.states('client')).toBe(CLIENT_OPEN);
    expect(story.states('server')).toBe(SERVER_OPEN);
  });

  it('takes no bytes of the WebSocket for TCP’s', () => {
    const story = new Story();
    story.timeline.addTrace(1, 'gateway', [{ step: 'receive', at: story.now, from: 0, bytes: 5 }]);
    expect(story.states('client')).toBe('');
  });

  it('leaves TIME_WAIT when its two segment lifetimes are over', () => {
    const story = new Story().connected().gateway('finSent').server('finReceived');
    story.server('finSent').gateway('finReceived');
    expect(story.wait(TIME_WAIT_MS - 1).path('client').node).toBe('TIME_WAIT');
    expect(story.wait(1).path('client').node).toBe('END');
  });

  it('begins anew with a new connection', () => {
    const story = new Story().connected().gateway('finSent');
    expect(story.path('client').state).toBe('FIN_WAIT_1');
    story.timeline.begin();
    story.kernel.clear();
    expect(story.states('client')).toBe('');
    story.gateway('dial');
    expect(story.states('client')).toBe('SYN_SENT');
  });

  it('takes what is told late of an earlier connection for nothing of this one’s', () => {
    const story = new Story();
    story.timeline.begin();
    story.gateway('dial');
    story.timeline.addTrace(1, 'gateway', [{ step: 'rstSent', at: story.now + 1 }]);
    expect(story.states('client')).toBe('SYN_SENT');
  });
});

describe('the kernel', () => {
  it('fills in what its samples skipped', () => {
    const story = new Story().sample('TIME_WAIT', 'CLOSED');
    expect(story.states('client')).toBe(`${CLIENT_OPEN} FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT`);
    expect(story.path('client').steps.map(({ source }) => source)).toEqual([
      'inferred',
      'inferred',
      'inferred',
      'inferred',
      'kernel',
    ]);
  });

  it('wins where the inference went too far', () => {
    // The gateway wrote FIN, but it waits behind bytes that the server’s kernel has no room for.
    const story = new Story().connected().gateway('finSent').server('finReceived');
    expect(story.path('client').state).toBe('FIN_WAIT_2');
    story.sample('FIN_WAIT_1', 'ESTABLISHED');
    expect(story.states('client')).toBe(`${CLIENT_OPEN} FIN_WAIT_1`);
    expect(story.states('server')).toBe(SERVER_OPEN);
    expect(story.path('client').source).toBe('kernel');
  });

  it('wins where the inference went another way', () => {
    const story = new Story().connected().gateway('finReceived').sample('FIN_WAIT_2', 'CLOSE_WAIT');
    expect(story.states('client')).toBe(`${CLIENT_OPEN} FIN_WAIT_1 FIN_WAIT_2`);
    expect(story.states('server')).toBe(`${SERVER_OPEN} CLOSE_WAIT`);
  });

  it('has a FIN that the process has not read yet', () => {
    const story = new Story().connected().gateway('finSent').sample('FIN_WAIT_2', 'CLOSE_WAIT');
    expect(story.path('server')).toMatchObject({ state: 'CLOSE_WAIT', source: 'kernel' });
    // The process reads it later: nothing moves.
    story.server('finReceived');
    expect(story.states('server')).toBe(`${SERVER_OPEN} CLOSE_WAIT`);
    expect(story.path('server').source).toBe('kernel');
  });

  it('is followed by what happened since its last sample, which is inferred', () => {
    const story = new Story().connected().sample('ESTABLISHED', 'ESTABLISHED');
    expect(story.path('client').source).toBe('kernel');
    story.gateway('finSent');
    expect(story.path('client')).toMatchObject({ state: 'FIN_WAIT_1', source: 'inferred' });
  });

  it('is no witness of what happened while it was read', () => {
    // The table was read before the reset in one case, after it in the other.
    const early = new Story().connected().gateway('rstSent').sample('ESTABLISHED', 'ESTABLISHED', 2);
    const late = new Story().connected().gateway('rstSent').sample('CLOSED', 'CLOSED', 2);
    for (const story of [early, late]) {
      expect(story.states('client')).toBe(`${CLIENT_OPEN} CLOSED`);
      expect(story.path('client').source).toBe('inferred');
    }
    expect(late.sample('CLOSED', 'CLOSED').path('client').source).toBe('kernel');
  });

  it('is no witness any more when its samples stopped coming', () => {
    const story = new Story().connected().sample('ESTABLISHED', 'ESTABLISHED');
    expect(story.wait(KERNEL_FRESH_MS).path('client').source).toBe('kernel');
    expect(story.wait(1).path('client').source).toBe('inferred');
  });

  it('says when TIME_WAIT is over, as long as it is asked', () => {
    const story = new Story().sample('TIME_WAIT', 'CLOSED').wait(TIME_WAIT_MS).sample('TIME_WAIT', 'CLOSED');
    expect(story.path('client').node).toBe('TIME_WAIT');
    expect(story.sample('CLOSED', 'CLOSED').path('client').node).toBe('END');
  });

  it('of a client whose connection is gone without a FIN leads to the end, not back to the beginning', () => {
    const story = new Story().connected().sample('CLOSED', 'CLOSED');
    expect(story.path('client').node).toBe('END');
    expect(new Story().gateway('dial').sample('CLOSED', undefined).path('client').node).toBe('CLOSED');
  });

  it('keeps a bounded number of states, and the path that they belong to', () => {
    const timeline = new Timeline(new ClockOffset());
    const kernel = new KernelHistory();
    timeline.begin();
    for (let at = 1; at <= 3 * MAX_SEEN_STATES; at += 1) {
      const state = at % 2 === 0 ? 'LISTEN' : 'SYN_SENT';
      kernel.add(at, { subject: 'session:1', process: {}, clientEnd: end(state) }, {});
      lifeOf({ timeline, kernel });
    }
    expect(lifeOf({ timeline, kernel }).seen.client).toHaveLength(MAX_SEEN_STATES);
  });

  it('is remembered beyond the samples that are kept', () => {
    const story = new Story().sample('CLOSING', 'CLOSING');
    story.path('client');
    for (let count = 0; count < 1000; count += 1) story.sample('TIME_WAIT', 'TIME_WAIT').path('client');
    expect(story.states('client')).toBe(`${CLIENT_OPEN} FIN_WAIT_1 CLOSING TIME_WAIT`);
  });
});

describe('any story, however absurd', () => {
  const state = fc.constantFrom(...TCP_STATES);
  const line = fc.oneof(
    fc.record({ lane: fc.constantFrom('gateway', 'server'), step: fc.constantFrom(...MARK_STEPS) }),
    fc.record({ client: fc.option(state, { nil: undefined }), server: fc.option(state, { nil: undefined }) }),
  );

  it('gives a connected path from CLOSED to where the kernel saw the end last', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), state, state, (lines, client, server) => {
        const story = new Story();
        for (const entry of lines) {
          if ('step' in entry) story[entry.lane](entry.step);
          else story.sample(entry.client, entry.server);
          for (const name of ENDS) expectConnected(story.path(name));
        }
        story.sample(client, server);
        for (const [name, last] of [
          ['client', client],
          ['server', server],
        ] as const) {
          expectConnected(story.path(name));
          expect(story.path(name)).toMatchObject({ state: last, source: 'kernel' });
        }
      }),
    );
  });

  function expectConnected({ node, state: current, steps }: ReturnType<typeof statePath>): void {
    let at = 'CLOSED';
    for (const { transition } of steps) {
      expect(transition.from).toBe(at);
      at = transition.to;
    }
    expect(node).toBe(at);
    expect(stateOf(node)).toBe(current);
  }
});
