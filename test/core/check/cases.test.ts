// The cases against servers of a few lines: a good one passes all, and each bug shows in the cases that are about it.

import { describe, expect, it } from 'vitest';
import { CHECK_CASES, chooseCases } from '../../../server/core/check/cases.ts';
import { CaseFailure, type CheckCase, NotTestable } from '../../../server/core/check/check-case.ts';
import { ascii } from '../../../server/core/check/payload.ts';
import { GALLERY } from '../../../server/core/targets/gallery.ts';
import { echoServer, FakeBench, type FakeClient, type FakeServer } from '../../support/fake-bench.ts';

/** Findings of the cases that do not pass, by id. A server is made for each case, as one that was just started. */
async function complaintsAbout(
  createServer: () => FakeServer,
  cases: readonly CheckCase[] = CHECK_CASES,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { id, run } of cases) {
    try {
      await run(new FakeBench(createServer()));
    } catch (error) {
      if (!(error instanceof CaseFailure || error instanceof NotTestable)) throw error;
      found[id] = error.message;
    }
  }
  return found;
}

const sizesAbove = (bytes: number) =>
  CHECK_CASES.map(({ id }) => id).filter(
    (id) => id.includes('mib') || Number(id.replace('size-', '')) > bytes,
  );

/** Text of the bytes as Latin-1, and back, as many servers do it without harm to the bytes. */
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('the list', () => {
  const ids = CHECK_CASES.map(({ id }) => id);

  it('names each case once, in words for a command line', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('has a case for each bug of the gallery', () => {
    for (const { caughtBy } of GALLERY) expect(ids).toContain(caughtBy);
  });

  it.each(CHECK_CASES.map((checkCase) => [checkCase.id, checkCase] as const))(
    'tells all of %s',
    (_, { ...data }) => {
      for (const text of [data.description, data.expectation, data.hint])
        expect(text).toMatch(/^([“A-Z\d]|recv |send |strip, ).+\.$/);
      expect(data.title).toMatch(/^[A-Z\d].*[^.]$/);
      expect(data.source).toMatch(/^RFC \d+( §[\d.]+)?$/);
      expect(data.slowMs).toBeLessThan(data.limitMs);
    },
  );

  it('gives the named ones in its own order', () => {
    expect(chooseCases(['nul', 'smoke', 'nul']).map(({ id }) => id)).toEqual(['smoke', 'nul']);
    expect(chooseCases([])).toBe(CHECK_CASES);
    expect(chooseCases(undefined)).toBe(CHECK_CASES);
    expect(() => chooseCases(['smoke', 'nil'])).toThrow(new RangeError('no such case: nil'));
  });
});

describe('a good server', () => {
  it('passes every case', async () => {
    expect(await complaintsAbout(() => echoServer)).toEqual({});
  });

  it('passes though it sends each byte by itself', async () => {
    const byByte: FakeServer = {
      received(client, bytes) {
        for (let at = 0; at < bytes.length; at += 1) client.send(bytes.subarray(at, at + 1));
      },
    };
    const cases = chooseCases(['smoke', 'all-bytes', 'pipelined', 'size-65537', 'half-close']);
    expect(await complaintsAbout(() => byByte, cases)).toEqual({});
  });

  it('may take a flood when it holds none of it, and cannot be judged when its memory is not known', async () => {
    expect(await complaintsAbout(() => ({ ...echoServer, takesAll: true, memory: () => 0 }))).toEqual({});
    expect(await complaintsAbout(() => ({ ...echoServer, takesAll: true }))).toEqual({
      'unread-flood':
        'it took all 67,108,864 bytes unread, and what its processes hold cannot be seen from here',
    });
  });
});

describe('a server that', () => {
  it('changes the case fails where there are letters', async () => {
    const found = await complaintsAbout(() => ({
      received: (client, bytes) =>
        client.send(
          ascii(
            latin1(bytes)
              .toUpperCase()
              .replace(/[^\0-\xff]/g, '?'),
          ),
        ),
    }));
    expect(found.smoke).toBe('byte 2 of 13: 0x65 sent, 0x45 came back: the case of letters was changed');
    expect(Object.keys(found).filter((id) => id.startsWith('size'))).toEqual([]);
  });

  it('decodes UTF-8 fails where there is none, or where it is cut', async () => {
    const found = await complaintsAbout(() => ({
      received: (client, bytes) => client.send(Buffer.from(Buffer.from(bytes).toString('utf8'))),
    }));
    expect(Object.keys(found)).toEqual(['all-bytes', 'invalid-utf-8', 'split-character']);
    expect(found['invalid-utf-8']).toContain('U+FFFD');
  });

  it('waits for lines fails where none ends', async () => {
    const found = await complaintsAbout(() => perLine());
    expect(Object.keys(found)).toEqual(['no-newline']);
    expect(found['no-newline']).toBe('silence for 2.0 s after 0 of 10 bytes');
  });

  it('echoes the first line of a chunk alone fails where there are several', async () => {
    const found = await complaintsAbout(() => ({
      received: (client, bytes) => client.send(bytes.subarray(0, bytes.indexOf(0x0a) + 1 || bytes.length)),
    }));
    expect(Object.keys(found)).toEqual(['pipelined', 'crlf']);
  });

  it('takes no more than 1,024 bytes of a message fails from 1,025 on', async () => {
    const found = await complaintsAbout(() => ({
      received: (client, bytes) => client.send(bytes.subarray(0, 1024)),
    }));
    expect(Object.keys(found)).toEqual([
      ...sizesAbove(1024),
      'half-close',
      'order-under-load',
      'late-reader',
      'unread-flood',
    ]);
    expect(found['size-1025']).toBe(
      'silence for 2.0 s after 1,024 of 1,025 bytes: the newline at the end is missing',
    );
  });

  it('sends its whole buffer fails at once', async () => {
    const found = await complaintsAbout(() => ({
      received: (client, bytes) => client.send(Buffer.concat([bytes, Buffer.alloc(64)])),
    }));
    expect(found.smoke).toBe('more came back than was sent: 0x00 behind all 13 bytes');
  });

  it('ends a text at NUL fails at NUL', async () => {
    const found = await complaintsAbout(() => ({
      received: (client, bytes) => client.send(bytes.subarray(0, latin1(bytes).concat('\0').indexOf('\0'))),
    }));
    expect(Object.keys(found)).toEqual(['all-bytes', 'nul']);
    expect(found.nul).toBe('silence for 2.0 s after 6 of 13 bytes: the next one is NUL');
  });

  it('trims fails at white space', async () => {
    const found = await complaintsAbout(() => ({
      received: (client, bytes) => client.send(ascii(`${latin1(bytes).trim()}\n`)),
    }));
    expect(found).toHaveProperty('whitespace');
    expect(found).not.toHaveProperty('smoke');
  });

  it('leaves at “quit” fails at that word', async () => {
    const found = await complaintsAbout(() => ({
      received(client, bytes) {
        if (latin1(bytes) === 'quit\n') client.fin();
        else client.send(bytes);
      },
    }));
    expect(found).toEqual({ 'no-commands': 'FIN after 0 of 5 bytes' });
  });

  it('greets fails before anything is sent', async () => {
    const found = await complaintsAbout(() => ({
      ...echoServer,
      accepted: (client) => client.send(ascii('Welcome\n')),
    }));
    expect(found['speaks-when-spoken-to']).toBe('it spoke first: “Welcome\\n” came before anything was sent');
    expect(Object.keys(found)).toHaveLength(CHECK_CASES.length);
  });

  it('closes after its first answer fails at the second', async () => {
    const found = await complaintsAbout(() => ({
      received(client, bytes) {
        client.send(bytes);
        client.fin();
      },
    }));
    expect(found['two-messages']).toBe('FIN after 15 of 31 bytes');
    expect(found).not.toHaveProperty('smoke');
  });

  it('never closes fails where FIN is due', async () => {
    const found = await complaintsAbout(() => ({ ...echoServer, finReceived() {} }));
    expect(found).toEqual({
      'server-closes': 'no FIN',
      'empty-connection': 'no FIN',
      'half-close': 'no FIN',
    });
  });

  it('drops what is under way at FIN fails at half-close', async () => {
    const found = await complaintsAbout(slowServer, chooseCases(['half-close']));
    expect(found).toEqual({ 'half-close': 'FIN after 983,040 of 1,048,576 bytes' });
  });

  it('serves one client at a time fails where there are several', async () => {
    const found = await complaintsAbout(oneAtATime);
    expect(found['five-clients']).toBe('client 5 of 5: silence for 2.0 s after 0 of 22 bytes');
    expect(Object.keys(found)).toEqual([
      'five-clients',
      'others-stay',
      'order-under-load',
      'hundred-clients',
      'never-reader',
    ]);
  });

  it('ends with its first client fails the others', async () => {
    const found = await complaintsAbout(() => {
      const clients: FakeClient[] = [];
      return {
        ...echoServer,
        accepted: (client) => void clients.push(client),
        finReceived: () => {
          for (const client of clients) client.fin();
        },
      };
    });
    expect(found).toEqual({ 'others-stay': 'remaining client 2 of 2: FIN after 22 of 44 bytes' });
  });

  it('mixes up its clients fails in a crowd', async () => {
    const found = await complaintsAbout(() => {
      let last: FakeClient | undefined;
      return {
        accepted: (client) => {
          last = client;
        },
        received: (_, bytes) => last?.send(bytes),
      };
    });
    expect(found['five-clients']).toMatch(/^client 5 of 5: more came back than was sent/);
  });

  it('dies of RST fails afterwards', async () => {
    const found = await complaintsAbout(() => {
      let isDown = false;
      return {
        ...echoServer,
        isDown: () => isDown,
        reset: () => {
          isDown = true;
        },
      };
    });
    expect(found).toEqual({ 'reset-survived': 'after RST: refused' });
  });

  it('has a timeout of a second fails when the client is silent that long', async () => {
    const found = await complaintsAbout(() => ({
      ...echoServer,
      idled: (client, milliseconds) => milliseconds >= 1000 && client.fin(),
    }));
    expect(found).toEqual({ 'idle-then-send': 'FIN after 17 of 17 bytes' });
  });

  it('has a place for ten clients in its life fails when the eleventh comes', async () => {
    const found = await complaintsAbout(() => {
      let places = 10;
      return {
        ...echoServer,
        accepted: () => {
          places -= 1;
        },
        isDown: () => places === 0,
      };
    });
    expect(found).toEqual({
      reconnect: 'time 11 of 20: refused',
      'hundred-clients': 'client 11 of 100: refused',
    });
  });

  it('holds a flood fails at it, but not when others hold it, as behind a proxy', async () => {
    const hoarder = (memory: number) => () => ({
      ...echoServer,
      takesAll: true,
      held: () => 60_000_000,
      memory: () => memory,
    });
    expect(await complaintsAbout(hoarder(60_000_000))).toEqual({
      'unread-flood': 'it took all 67,108,864 bytes unread, and held 60 MB in memory',
    });
    expect(await complaintsAbout(hoarder(59_999_999))).toEqual({});
  });

  it('loses a block of a flood fails where it is missing', async () => {
    let taken = 0;
    const found = await complaintsAbout(() => ({
      takesAll: true,
      memory: () => 0,
      received(client, bytes) {
        taken += bytes.length;
        if (taken % (8 * 1024 * 1024) > 65_536 || bytes.length < 65_536) client.send(bytes);
      },
    }));
    expect(found['late-reader']).toMatch(/^byte [\d,]+ of 33,554,432: /);
  });
});

/** Echoes the lines that are complete. */
function perLine(): FakeServer {
  const pending = new Map<FakeClient, Buffer>();
  return {
    received(client, bytes) {
      const all = Buffer.concat([pending.get(client) ?? Buffer.alloc(0), bytes]);
      const end = all.lastIndexOf(0x0a) + 1;
      pending.set(client, all.subarray(end));
      if (end > 0) client.send(all.subarray(0, end));
    },
  };
}

/** Answers each chunk when the next one comes, so that one is always under way; its FIN overtakes it. */
function slowServer(): FakeServer {
  let held: Uint8Array | undefined;
  return {
    received(client, bytes) {
      if (bytes.length < 65_536) return client.send(bytes);
      if (held) client.send(held);
      held = bytes;
    },
    finReceived: (client) => client.fin(),
  };
}

/** The others wait until the first one leaves. */
function oneAtATime(): FakeServer {
  const queue: { client: FakeClient; waiting: Uint8Array[] }[] = [];
  const leave = (gone: FakeClient) => {
    const index = queue.findIndex(({ client }) => client === gone);
    queue.splice(index, 1);
    const [next] = queue;
    for (const bytes of next?.waiting.splice(0) ?? []) next?.client.send(bytes);
  };
  return {
    accepted: (client) => void queue.push({ client, waiting: [] }),
    received(client, bytes) {
      if (queue[0]?.client === client) client.send(bytes);
      else queue.find((other) => other.client === client)?.waiting.push(bytes);
    },
    finReceived(client) {
      client.fin();
      leave(client);
    },
    reset: leave,
    closed: leave,
  };
}
