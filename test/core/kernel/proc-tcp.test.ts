// Linux's tables of sockets, as kernel 6.18 wrote them: a stall, a close, an IPv4 peer of a dual-stack listener.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Endianness,
  findEnds,
  findInodes,
  wantEnds,
  wantListener,
} from '../../../server/core/kernel/proc-tcp.ts';
import { endKey, type SocketEnd } from '../../../server/core/kernel/socket-end.ts';
import type { KernelEnd } from '../../../server/protocol/kernel.ts';

const HEADING =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

/** A server that is not read from: its peer's window is zero and the timer for probes runs. */
const STALL = `${HEADING}   0: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 170 1 00000000785c4710 100 0 0 10 0
   1: 0100007F:A675 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11371 1 000000009e7b77c1 100 0 0 10 0
   2: 0100007F:A675 0100007F:CBAC 01 0039B600:00000000 04:00000026 00000000     0        3 11373 2 0000000047b56def 20 0 0 15 -1
   3: 0100007F:CBAC 0100007F:A675 01 00000000:0001F600 00:00000000 00000000     0        0 11372 2 0000000024657252 20 8 0 10 -1
`;

const TIME_WAIT =
  '   3: 0100007F:E22C 0100007F:D00D 06 00000000:00000000 03:00001765 00000000     0        0 0 3 000000005c06bdbb\n';

/** The accepting end of 127.0.0.1:36952 ► 127.0.0.1:59061, whose listener is bound to `::`. */
const MAPPED =
  '   1: 0000000000000000FFFF00000100007F:E6B5 0000000000000000FFFF00000100007F:9058 08 00000000:00000006 00:00000000 00000000     0        0 11943 1 00000000848de87a 20 4 28 10 -1\n';

const LOOPBACK6 =
  '   2: 00000000000000000000000001000000:BC5E 00000000000000000000000001000000:C8B7 05 00000000:00000000 00:00000000 00000000     0        0 12567 2 0000000034582338 20 0 0 12 -1\n';

const IDLE = { receiveQueue: 0, sendQueue: 0, timer: 'none', unanswered: 0 };

function end(local: number, remote: number, address = '127.0.0.1', peer = address): SocketEnd {
  return { local: { address, port: local }, remote: { address: peer, port: remote } };
}

function find(lines: string, ends: SocketEnd[], endianness: Endianness = 'LE'): Map<string, KernelEnd> {
  const found = new Map<string, KernelEnd>();
  findEnds(lines, wantEnds(ends, endianness), found);
  return found;
}

function findOne(lines: string, wanted: SocketEnd, endianness: Endianness = 'LE'): KernelEnd | undefined {
  const found = find(lines, [wanted], endianness);
  expect([...found.keys()]).toEqual(found.size === 0 ? [] : [endKey(wanted)]);
  return found.get(endKey(wanted));
}

describe('what a line says', () => {
  it('is the zero window of a stall, at both ends', () => {
    const [sender, reader] = [end(42613, 52140), end(52140, 42613)];
    expect(find(STALL, [sender, reader])).toEqual(
      new Map([
        [
          endKey(sender),
          {
            state: 'ESTABLISHED',
            receiveQueue: 0,
            sendQueue: 3_782_144,
            timer: 'zeroWindowProbe',
            timerMs: 380,
            unanswered: 3,
          },
        ],
        [endKey(reader), { ...IDLE, state: 'ESTABLISHED', receiveQueue: 128_512 }],
      ]),
    );
  });

  it('is TIME_WAIT with what is left of it', () => {
    expect(findOne(TIME_WAIT, end(57900, 53261))).toEqual({
      ...IDLE,
      state: 'TIME_WAIT',
      timer: 'timeWait',
      timerMs: 59_890,
    });
  });

  it.each([
    ['01', 'ESTABLISHED'],
    ['02', 'SYN_SENT'],
    ['03', 'SYN_RECEIVED'],
    ['04', 'FIN_WAIT_1'],
    ['05', 'FIN_WAIT_2'],
    ['06', 'TIME_WAIT'],
    ['07', 'CLOSED'],
    ['08', 'CLOSE_WAIT'],
    ['09', 'LAST_ACK'],
    ['0A', 'LISTEN'],
    ['0B', 'CLOSING'],
    ['0C', 'SYN_RECEIVED'],
    ['0D', undefined],
    ['00', undefined],
  ])('is the state of number %s: %s', (number, state) => {
    const line = TIME_WAIT.replace(' 06 ', ` ${number} `);
    expect(findOne(line, end(57900, 53261))?.state).toBe(state);
  });

  it.each([
    ['00', { timer: 'none' }],
    ['01', { timer: 'retransmit', timerMs: 200 }],
    ['02', { timer: 'keepalive', timerMs: 200 }],
    ['03', { timer: 'timeWait', timerMs: 200 }],
    ['04', { timer: 'zeroWindowProbe', timerMs: 200 }],
    ['05', { timer: 'none' }],
  ])('is the timer of number %s, with its milliseconds', (number, timer) => {
    const line = STALL.replace('04:00000026 00000000', `${number}:00000014 0000000F`).replace(
      ' 3 11373',
      ' 0 11373',
    );
    expect(findOne(line, end(42613, 52140))).toEqual({
      state: 'ESTABLISHED',
      receiveQueue: 0,
      sendQueue: 3_782_144,
      unanswered: 15,
      ...timer,
    });
  });
});

describe('which line it is', () => {
  it('is an IPv4 end in the table of IPv6, where a dual-stack listener has it', () => {
    const wanted = { ...IDLE, state: 'CLOSE_WAIT', receiveQueue: 6 };
    expect(findOne(MAPPED, end(59061, 36952))).toEqual(wanted);
    expect(findOne(MAPPED, end(59061, 36952, '::ffff:127.0.0.1'))).toEqual(wanted);
  });

  it('is an IPv6 end, however its address is written', () => {
    for (const address of ['::1', '0:0:0:0:0:0:0:1', '::1%lo']) {
      expect(findOne(LOOPBACK6, end(48222, 51383, address))).toEqual({ ...IDLE, state: 'FIN_WAIT_2' });
    }
    const line = LOOPBACK6.replace(
      '00000000000000000000000001000000:B',
      'B80D0120CDAB3412000000007856DCFE:B',
    );
    expect(findOne(line, end(48222, 51383, '2001:db8:1234:abcd::fedc:5678', '::1'))?.state).toBe(
      'FIN_WAIT_2',
    );
  });

  it('is written in the words of a big-endian machine', () => {
    const line = STALL.replaceAll('0100007F', '7F000001');
    expect(findOne(line, end(52140, 42613), 'BE')?.receiveQueue).toBe(128_512);
    expect(findOne(line, end(52140, 42613), 'LE')).toBeUndefined();
    const line6 = LOOPBACK6.replaceAll('01000000:', '00000001:');
    expect(findOne(line6, end(48222, 51383, '::1'), 'BE')?.state).toBe('FIN_WAIT_2');
  });

  it('is no other with the same ports', () => {
    expect(findOne(STALL, end(42613, 52140, '127.0.0.2'))).toBeUndefined();
    expect(findOne(STALL, end(42613, 52140, '127.0.0.1', '127.0.0.2'))).toBeUndefined();
    expect(findOne(LOOPBACK6, end(48222, 51383, '127.0.0.1'))).toBeUndefined();
  });

  it('is none for an address that is none, or of two kinds', () => {
    for (const address of ['', 'localhost', '127.1', '1.2.3.256', ':::', '::1::', '%', 'ü']) {
      expect(findOne(STALL + LOOPBACK6, end(42613, 52140, address))).toBeUndefined();
    }
    expect(findOne(STALL, end(42613, 52140, '127.0.0.1', '::1'))).toBeUndefined();
  });

  it('is the same among 30,000, and only the lines of the wanted ports are looked at', () => {
    const line = (number: number, local: string, remote: string) =>
      `${String(number).padStart(4)}: 0100007F:${local} 0100007F:${remote} 01 00000000:${number.toString(16).padStart(8, '0').toUpperCase()} 00:00000000 00000000     0        0 11372 2 0000000024657252 20 8 0 10 -1\n`;
    const port = (number: number) => (20_000 + number).toString(16).padStart(4, '0').toUpperCase();
    const lines = Array.from({ length: 30_000 }, (_, number) => line(number, 'FE39', port(number)));
    lines.splice(20_000, 1, 'a broken line\n');
    const wanted = wantEnds([end(65_081, 20_007), end(65_081, 40_000), end(65_081, 49_999)], 'LE');
    const lookedAt: string[] = [];
    class Keys extends Map<string, string> {
      override get(text: string): string | undefined {
        lookedAt.push(text);
        return super.get(text);
      }
    }
    const found = new Map<string, KernelEnd>();
    findEnds(HEADING + lines.join(''), { ...wanted, keys: new Keys(wanted.keys) }, found);
    expect([...found.values()].map(({ receiveQueue }) => receiveQueue)).toEqual([7, 29_999]);
    expect(lookedAt).toEqual(['0100007F:FE39 0100007F:4E27', '0100007F:FE39 0100007F:C34F']);
  });
});

describe('bad input', () => {
  const wanted = [end(42613, 52140), end(59061, 36952), end(48222, 51383, '::1')];

  it('is passed over, up to the next line', () => {
    const good = STALL.split('\n')[3] ?? '';
    for (const bad of [
      good.slice(0, 60),
      good.replace('0039B600', '0039G600'),
      good.replace('04:', '4:'),
      good.replace('     0        3 ', '     0        ? '),
      good.replace('0100007F:A675', '0100007F:A67'),
      good.slice(0, 34),
      ':'.repeat(200),
    ]) {
      expect(find(`${bad}\n`, wanted)).toEqual(new Map());
      expect(find(`${bad}\n${MAPPED}`, wanted).size).toBe(1);
    }
  });

  it('never throws, whatever is cut, doubled or changed', () => {
    const table = STALL + MAPPED + LOOPBACK6;
    const cut = fc.tuple(
      fc.nat(table.length),
      fc.nat(table.length),
      fc.string({ unit: 'binary', maxLength: 80 }),
    );
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 6 }), (cuts) => {
        const text = cuts.reduce(
          (all, [from, to, between]) => all.slice(0, from) + between + all.slice(to),
          table,
        );
        for (const { receiveQueue, sendQueue, unanswered, timerMs = 0 } of find(text, wanted).values()) {
          expect([receiveQueue, sendQueue, unanswered, timerMs].every((figure) => figure >= 0)).toBe(true);
        }
      }),
    );
  });

  it('is no way to make an address throw', () => {
    const endpoint = fc.record({
      address: fc.oneof(fc.string(), fc.ipV6(), fc.ipV4()),
      port: fc.nat(65_535),
    });
    fc.assert(
      fc.property(endpoint, endpoint, fc.constantFrom('LE', 'BE'), (local, remote, endianness) => {
        const { keys } = wantEnds([{ local, remote }], endianness);
        for (const text of keys.keys()) {
          expect(text).toMatch(
            /^([0-9A-F]{8}|[0-9A-F]{32}):[0-9A-F]{4} ([0-9A-F]{8}|[0-9A-F]{32}):[0-9A-F]{4}$/,
          );
        }
      }),
    );
  });
});

describe('the inode of a listener', () => {
  /** A listener of IPv6 at any address, port 65432, and one at ::1. */
  const LISTEN6 = `   0: 00000000000000000000000000000000:FF98 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 18001 1 00000000e3bbdc8f 100 0 0 10 0
   1: 00000000000000000000000001000000:FF98 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 18002 1 00000000e3bbdc8f 100 0 0 10 0
`;

  it.each<[string, string, string, number, number[]]>([
    ['bound to the address', STALL, '127.0.0.1', 42_613, [11_371]],
    ['bound to any address', STALL, '127.0.0.1', 2024, [170]],
    ['bound to another address', STALL, '10.0.0.7', 42_613, []],
    ['of another port', STALL, '127.0.0.1', 7, []],
    ['of IPv6 at any address, for IPv4', LISTEN6, '127.0.0.1', 65_432, [18_001]],
    ['of IPv6', LISTEN6, '::1', 65_432, [18_001, 18_002]],
    ['of no address', LISTEN6, 'localhost', 65_432, [18_001]],
    ['in a table without inodes', STALL.replaceAll(/ 11371 .*/g, ''), '127.0.0.1', 42_613, []],
  ])('%s', (_, lines, address, port, inodes) => {
    expect(findInodes(lines, wantListener({ address, port }, 'LE'))).toEqual(inodes);
  });
});
