// What a full gauge means: one scale for all of them, so that they can be compared. It grows in steps of 1, 2 and 5 and
// never shrinks, so that a bar that empties is seen to empty.

/** Smallest scale, in bytes. */
export const MIN_SCALE_BYTES = 100_000;

export class GaugeScale {
  #topBytes = MIN_SCALE_BYTES;

  /** What a full bar stands for. */
  get topBytes(): number {
    return this.#topBytes;
  }

  /** Makes room for `bytes`. */
  include(bytes: number): void {
    if (bytes > this.#topBytes) this.#topBytes = stepAbove(bytes);
  }

  /** How full a bar of `bytes` is, 0 to 1. */
  share(bytes: number): number {
    return Math.min(1, Math.max(0, bytes / this.#topBytes));
  }
}

/** The smallest of 1, 2, 5, 10, 20 … that is not below `value`, which is at least 1. */
function stepAbove(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * decade).find((step) => step >= value) ?? value;
}
