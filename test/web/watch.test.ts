// When an element is drawn anew after changes: at once, or, where it rests in between, once for all that came meanwhile.
// And that nothing of it goes on once it has left the page.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Changes } from '../../web/controllers/change-signal.ts';
import { KernelLook } from '../../web/controllers/kernel-look.ts';
import { Watch } from '../../web/controllers/watch.ts';

/** Draws at once when it is asked to, and writes down when. */
class Host implements ReactiveControllerHost {
  readonly drawnAt: number[] = [];
  readonly updateComplete = Promise.resolve(true);
  #controller: ReactiveController | undefined;

  addController(controller: ReactiveController): void {
    this.#controller = controller;
  }

  removeController(): void {}

  requestUpdate(): void {
    this.#controller?.hostUpdate?.();
    this.drawnAt.push(performance.now());
    this.#controller?.hostUpdated?.();
  }

  connect(): void {
    this.#controller?.hostConnected?.();
  }

  disconnect(): void {
    this.#controller?.hostDisconnected?.();
  }
}

class Signal implements Changes {
  readonly listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  notify(): void {
    for (const listener of this.listeners) listener();
  }
}

describe('a watch', () => {
  let host: Host;
  let signal: Signal;

  function watch(restMs?: number): void {
    new Watch(host, () => [signal], restMs);
    host.connect();
    expect(host.drawnAt).toEqual([0]);
  }

  /** Changes something every ten milliseconds. */
  function changeFor(ms: number): void {
    for (const end = performance.now() + ms; performance.now() < end; ) {
      vi.advanceTimersByTime(10);
      signal.notify();
    }
  }

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'], now: 0 });
    host = new Host();
    signal = new Signal();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('draws after every change', () => {
    watch();
    changeFor(30);
    expect(host.drawnAt).toEqual([0, 10, 20, 30]);
  });

  it('rests between two drawings, and draws what came last', () => {
    watch(100);
    changeFor(250);
    expect(host.drawnAt).toEqual([0, 100, 200]);
    vi.advanceTimersByTime(1000);
    expect(host.drawnAt).toEqual([0, 100, 200, 300]);
  });

  it('draws at once what comes after a rest', () => {
    watch(100);
    vi.advanceTimersByTime(500);
    signal.notify();
    expect(host.drawnAt).toEqual([0, 500]);
  });

  it('rests anew after a drawing that had another reason', () => {
    watch(100);
    changeFor(50);
    host.requestUpdate();
    changeFor(90);
    expect(host.drawnAt).toEqual([0, 50]);
    vi.advanceTimersByTime(10);
    expect(host.drawnAt).toEqual([0, 50, 150]);
  });

  it('draws nothing for an element that has left the page', () => {
    watch(100);
    changeFor(50);
    host.disconnect();
    vi.advanceTimersByTime(1000);
    signal.notify();
    expect(host.drawnAt).toEqual([0]);
    expect(signal.listeners.size).toBe(0);
  });

  it('does not listen again when an update was still due as the element left', () => {
    watch();
    host.disconnect();
    host.requestUpdate();
    expect(signal.listeners.size).toBe(0);
    host.connect();
    expect(signal.listeners.size).toBe(1);
  });
});

describe('a look at the kernel', () => {
  it('ends with its element, even if an update was still due', () => {
    const host = new Host();
    const ended = vi.fn();
    const looks = { showKernel: vi.fn(() => ended) };
    new KernelLook(host, () => looks);
    host.connect();
    host.requestUpdate();
    host.requestUpdate();
    expect(looks.showKernel).toHaveBeenCalledTimes(1);
    host.disconnect();
    host.requestUpdate();
    expect(looks.showKernel).toHaveBeenCalledTimes(1);
    expect(ended).toHaveBeenCalledTimes(1);
    host.connect();
    host.requestUpdate();
    expect(looks.showKernel).toHaveBeenCalledTimes(2);
  });
});
