// Remembers where the focus was when a dialog opened, and brings it back there. What had it may be gone by then, as a
// row of a list that went on; then the nearest element around it that can take the focus gets it.

export class FocusReturn {
  /** From what had the focus outwards, through shadow roots. */
  readonly #path: readonly HTMLElement[];

  constructor() {
    this.#path = pathFrom(deepestFocus());
  }

  restore(): void {
    for (const element of this.#path) {
      if (!element.isConnected) continue;
      element.focus({ preventScroll: true });
      if (element.matches(':focus, :focus-within')) return;
    }
  }
}

function deepestFocus(): Element | null {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}

function pathFrom(start: Element | null): HTMLElement[] {
  const path: HTMLElement[] = [];
  let node: Node | null = start;
  while (node) {
    if (node instanceof HTMLElement) path.push(node);
    node = node instanceof ShadowRoot ? node.host : node.parentNode;
  }
  return path;
}
