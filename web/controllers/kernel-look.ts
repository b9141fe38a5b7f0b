// Has the kernel asked about what is selected, as long as an element that shows it is on the page.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Unsubscribe } from './change-signal.ts';
import type { Looks } from './looks.ts';

/** `new KernelLook(this, () => this.looks)`; the looks may come from a context, which is there before the first update. */
export class KernelLook implements ReactiveController {
  readonly #looks: () => Pick<Looks, 'showKernel'> | undefined;
  #end: Unsubscribe | undefined;
  #isConnected = false;

  constructor(host: ReactiveControllerHost, looks: () => Pick<Looks, 'showKernel'> | undefined) {
    this.#looks = looks;
    host.addController(this);
  }

  hostConnected(): void {
    this.#isConnected = true;
  }

  /** An update that was due when the host left the page comes after it has. */
  hostUpdate(): void {
    if (this.#isConnected) this.#end ??= this.#looks()?.showKernel();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#end?.();
    this.#end = undefined;
  }
}
