// Two clocks and nothing but messages between them: no event may be drawn before its cause.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOCK_WINDOW_MS, ClockOffset, MAX_CLOCK_WINDOWS } from '../../../web/model/timeline/clock-offset.ts';

const AHEAD_MS = 1_764_057_600_000;

describe('the offset of the server’s clock', () => {
  it('is 0 before anything is known, and then what the first message bounds', () => {
    const clocks = new ClockOffset();
    expect(clocks.offsetMs).toBe(0);
    clocks.noteDown(AHEAD_MS + 10, 12);
    expect(clocks.offsetMs).toBe(AHEAD_MS - 2);
  });

  it('lies in the middle of the narrowest bounds', () => {
    const clocks = new ClockOffset();
    clocks.noteUp(0, AHEAD_MS + 4);
    clocks.noteUp(10, AHEAD_MS + 11);
    clocks.noteDown(AHEAD_MS + 20, 25);
    clocks.noteDown(AHEAD_MS + 30, 33);
    expect(clocks.offsetMs).toBe(AHEAD_MS - 1);
    expect(clocks.toPageMs(AHEAD_MS + 40)).toBe(41);
  });

  it('never puts an arrival before its departure, however long each message takes', () => {
    const delay = fc.double({ min: 0, max: 50, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(delay, delay), { minLength: 1, maxLength: 60 }), (exchanges) => {
        const clocks = new ClockOffset();
        const moments = exchanges.map(([up, down], index) => {
          const sentMs = index * 400;
          const server = { arrivedMs: AHEAD_MS + sentMs + up, sentMs: AHEAD_MS + sentMs + up };
          const receivedMs = sentMs + up + down;
          clocks.noteUp(sentMs, server.arrivedMs);
          clocks.noteDown(server.sentMs, receivedMs);
          return { sentMs, server, receivedMs };
        });
        for (const { sentMs, server, receivedMs } of moments) {
          expect(clocks.toPageMs(server.arrivedMs)).toBeGreaterThanOrEqual(sentMs - 0.001);
          expect(clocks.toPageMs(server.sentMs)).toBeLessThanOrEqual(receivedMs + 0.001);
        }
      }),
    );
  });

  it('leaves where it was what was drawn a while ago, whatever is learnt later', () => {
    const clocks = new ClockOffset();
    clocks.noteUp(0, AHEAD_MS + 1);
    clocks.noteDown(AHEAD_MS + 2, 3);
    for (let ms = CLOCK_WINDOW_MS; ms < 3 * CLOCK_WINDOW_MS; ms += 100)
      clocks.noteDown(AHEAD_MS + ms, ms + 30);
    const before = clocks.toPageMs(AHEAD_MS + 5);
    for (let ms = 3 * CLOCK_WINDOW_MS; ms < 9 * CLOCK_WINDOW_MS; ms += 100)
      clocks.noteDown(AHEAD_MS + ms, ms + 8);
    expect(clocks.toPageMs(AHEAD_MS + 5)).toBe(before);
  });

  it('remembers the upper bound while only the observe stream speaks', () => {
    const clocks = new ClockOffset();
    clocks.noteUp(0, AHEAD_MS + 2);
    for (let ms = 0; ms < 5 * CLOCK_WINDOW_MS; ms += 100) clocks.noteDown(AHEAD_MS + ms, ms + 4);
    expect(clocks.offsetMs).toBe(AHEAD_MS - 1);
  });

  it('believes what comes after a clock was set, and keeps what was before', () => {
    const clocks = new ClockOffset();
    clocks.noteUp(0, AHEAD_MS + 1);
    clocks.noteDown(AHEAD_MS + 2, 3);
    const setMs = AHEAD_MS + 3_600_000;
    clocks.noteDown(setMs + 1000, 1001);
    clocks.noteUp(1100, setMs + 1101);
    expect(clocks.offsetMs).toBe(setMs);
    expect(clocks.toPageMs(setMs + 1200)).toBe(1200);
    const setBackMs = AHEAD_MS - 3_600_000;
    clocks.noteUp(2000, setBackMs + 2001);
    expect(clocks.offsetMs).toBe(setBackMs + 1);
  });

  it('keeps a bounded number of windows', () => {
    const clocks = new ClockOffset();
    clocks.noteUp(0, AHEAD_MS + 1);
    for (let window = 1; window <= MAX_CLOCK_WINDOWS + 5; window += 1) {
      const ms = window * CLOCK_WINDOW_MS;
      clocks.noteDown(AHEAD_MS + ms, ms + 1);
    }
    // The only upper bound was in a window that is gone.
    expect(clocks.offsetMs).toBe(AHEAD_MS - 1);
  });
});
