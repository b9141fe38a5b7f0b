// A crowd at work, with WebSockets and time in the test's hands: who dials when, what each sends, and that nobody is left.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Crowd } from '../../../web/controllers/crowd.ts';
import { CrowdSessions } from '../../../web/controllers/crowd-sessions.ts';
import { MAX_CROWD_MS } from '../../../web/model/crowd/crowd-record.ts';
import { A_DOZEN, type CrowdSettings } from '../../../web/model/crowd/crowd-settings.ts';
import type { ClientTrace } from '../../../web/model/crowd/crowd-trace.ts';

/** A WebSocket whose other end is the test. */
class FakeWebSocket extends EventTarget {
  static readonly OPEN = 1;
  readonly url: string;
  readyState = 0;
  binaryType = '';
  readonly sent: (string | Uint8Array)[] = [];
  closedWith: number | undefined;

  constructor(url: string) {
    super();
    this.url = url;
    sockets.push(this);
  }

  send(data: string | Uint8Array): void {
    this.sent.push(data);
  }

  close(code: number): void {
    this.closedWith = code;
  }

  /** The handshake is done. */
  upgrade(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  /** The TCP connection is established. */
  establish(session = 's'): void {
    const end = { address: '127.0.0.1', port: 1 };
    this.control({
      type: 'open',
      session,
      target: 'echo',
      local: end,
      remote: end,
      connectMs: 1,
      builtIn: true,
      maxMessageBytes: 1024,
    });
  }

  control(message: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  bytes(bytes: Uint8Array): void {
    this.dispatchEvent(new MessageEvent('message', { data: bytes.slice().buffer }));
  }

  /** Sends the latest message back. */
  echo(): void {
    this.bytes(this.sent.at(-1) as Uint8Array);
  }

  gone(code: number, reason = ''): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }
}

let sockets: FakeWebSocket[];
let leave: () => void;
const page = { room: '', isServerOnline: true, crowdSessions: new CrowdSessions(), crowdClients: 0 };
const one: CrowdSettings = { ...A_DOZEN, targets: ['echo'], clients: 1, messages: 2 };

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  const stored = new Map<string, string>();
  vi.stubGlobal('WebSocket', FakeWebSocket);
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
  vi.stubGlobal('addEventListener', (_type: string, listener: () => void) => {
    leave = listener;
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function start(settings: CrowdSettings): { crowd: Crowd; traces: ClientTrace[]; onOver: () => void } {
  const onOver = vi.fn();
  const crowd = new Crowd(page, onOver);
  crowd.start(settings, new Map());
  return { crowd, traces: crowd.record?.parts.flatMap(({ clients }) => clients) ?? [], onOver };
}

function socket(index: number): FakeWebSocket {
  return sockets[index] as FakeWebSocket;
}

function establish(index: number): FakeWebSocket {
  socket(index).upgrade();
  socket(index).establish(`s${index}`);
  return socket(index);
}

describe('a client of a crowd', () => {
  it('sends, waits for the whole echo, thinks, sends the next, and closes with FIN', () => {
    const { crowd, traces, onOver } = start(one);
    const [trace] = traces as [ClientTrace];
    const webSocket = establish(0);
    expect(webSocket.url).toBe('/bridge?target=echo');
    expect(webSocket.sent.map((sent) => sent.length)).toEqual([64]);
    const [first] = webSocket.sent as [Uint8Array];
    webSocket.bytes(first.subarray(0, 60));
    vi.advanceTimersByTime(1000);
    expect(webSocket.sent).toHaveLength(1);
    expect(trace.phase).toBe('served');
    webSocket.bytes(first.subarray(60));
    vi.advanceTimersByTime(199);
    expect(webSocket.sent).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(webSocket.sent).toHaveLength(2);
    expect(webSocket.sent[1]).not.toEqual(first);
    webSocket.echo();
    expect(webSocket.sent[2]).toBe('{"type":"fin"}');
    webSocket.control({ type: 'fin' });
    webSocket.gone(1000);
    expect(trace).toMatchObject({ end: 'finished', echoes: 2 });
    expect(crowd.state).toBe('over');
    expect(onOver).toHaveBeenCalledTimes(1);
    expect(page.crowdSessions.has('s0')).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('fails with the reason when it is refused', () => {
    const { traces } = start(one);
    socket(0).upgrade();
    socket(0).control({ type: 'error', code: 'ECONNREFUSED', message: '' });
    socket(0).gone(4100);
    expect(traces[0]).toMatchObject({ end: 'failed', reason: 'Refused by echo ECONNREFUSED (4100)' });
  });

  it.each([
    [1013, 'No room (1013)'],
    [4104, 'Reset by echo (4104)'],
    [1001, 'Server stopping (1001)'],
    [1000, 'Closed in order (1000)'],
  ])('fails when the gateway closes with %d before it has finished', (code, reason) => {
    const { crowd, traces } = start(one);
    establish(0).gone(code);
    expect(traces[0]).toMatchObject({ end: 'failed', reason });
    expect(crowd.state).toBe('over');
  });

  it('fails when the browser opens no WebSocket', () => {
    const { traces } = start(one);
    socket(0).gone(1006);
    expect(traces[0]).toMatchObject({ end: 'failed', reason: 'No WebSocket (1006)' });
  });

  it('fails at another byte, at one too many, and at an early FIN, and closes', () => {
    const { traces } = start({ ...one, clients: 3, perSecond: 100 });
    vi.advanceTimersByTime(20);
    const other = (establish(0).sent[0] as Uint8Array).map((byte, index) => (index === 9 ? byte ^ 1 : byte));
    socket(0).bytes(other);
    establish(1).bytes(new Uint8Array([...(socket(1).sent[0] as Uint8Array), 1]));
    establish(2).control({ type: 'fin' });
    expect(traces.map(({ reason }) => reason)).toEqual([
      'Another byte came back at offset 9',
      'Bytes that nobody sent came at offset 64',
      'FIN of the server after 0 of 2 echoes',
    ]);
    expect(sockets.map(({ closedWith }) => closedWith)).toEqual([1000, 1000, 1000]);
    vi.advanceTimersByTime(1000);
    expect(sockets.map(({ sent }) => sent.length)).toEqual([1, 1, 1]);
  });
});

describe('a crowd', () => {
  it('dials at its arrival times', () => {
    const { traces } = start({ ...one, targets: ['a', 'b'], clients: 3, perSecond: 10 });
    const dialled = (): string[] => sockets.map(({ url }) => url.replace('/bridge?target=', ''));
    expect(dialled()).toEqual(['a', 'b']);
    vi.advanceTimersByTime(99);
    expect(dialled()).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(dialled()).toEqual(['a', 'b', 'b', 'a']);
    vi.advanceTimersByTime(100);
    expect(traces.map(({ dialledAtMs }) => dialledAtMs)).toEqual([0, 100, 200, 0, 100, 200]);
  });

  it('has only so many WebSockets in their handshake, and goes on when one is through or gone', () => {
    start({ ...one, clients: 50, perSecond: 100 });
    vi.advanceTimersByTime(1000);
    expect(sockets).toHaveLength(6);
    socket(0).upgrade();
    expect(sockets).toHaveLength(7);
    socket(1).gone(1006);
    expect(sockets).toHaveLength(8);
  });

  it('closes everybody when it is stopped, and is over when they have gone', () => {
    const { crowd, traces, onOver } = start({ ...one, clients: 4 });
    vi.advanceTimersByTime(100);
    establish(0).echo();
    crowd.stop();
    expect(sockets.map(({ closedWith }) => closedWith)).toEqual([1000, 1000]);
    expect(traces.map(({ end }) => end)).toEqual(Array(4).fill('stopped'));
    // The crowd's own time limit; nobody thinks any more.
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1000);
    expect(sockets).toHaveLength(2);
    expect(socket(0).sent).toHaveLength(1);
    expect(crowd.state).toBe('stopping');
    crowd.start(one, new Map());
    crowd.clear();
    expect(crowd.record?.settings.clients).toBe(4);
    socket(0).gone(1000);
    socket(1).gone(1006);
    expect(crowd.state).toBe('over');
    expect(onOver).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
    crowd.clear();
    expect(crowd).toMatchObject({ state: 'idle', record: undefined });
  });

  it('takes nothing more from a session that it has closed', () => {
    const { crowd, traces } = start(one);
    establish(0);
    crowd.stop();
    socket(0).echo();
    expect(traces[0]).toMatchObject({ echoes: 0, firstEchoAtMs: undefined });
    expect(vi.getTimerCount()).toBe(1);
  });

  it('ends with the page', () => {
    const { crowd } = start(one);
    establish(0);
    leave();
    expect(socket(0).closedWith).toBe(1000);
    expect(crowd.state).toBe('stopping');
  });

  it('ends in any case, whatever a server does', () => {
    const { crowd } = start(one);
    establish(0);
    vi.advanceTimersByTime(MAX_CROWD_MS - 1);
    expect(crowd.state).toBe('running');
    vi.advanceTimersByTime(1);
    expect(socket(0).closedWith).toBe(1000);
  });

  it('remembers its form in this tab', () => {
    const crowd = new Crowd(page, () => {});
    crowd.form = { targets: ['echo'], texts: { ...crowd.form.texts, clients: '7' } };
    expect(new Crowd(page, () => {}).form).toEqual(crowd.form);
  });
});

describe('the sessions of crowds', () => {
  it('are known, the latest five thousand of them', () => {
    const sessions = new CrowdSessions();
    for (let index = 0; index <= 5000; index += 1) sessions.add(`s${index}`);
    expect([sessions.has('s0'), sessions.has('s1'), sessions.has('s5000'), sessions.has(undefined)]).toEqual([
      ...[false, true, true, false],
    ]);
  });
});
