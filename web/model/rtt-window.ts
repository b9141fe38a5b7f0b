// The latest round-trip times, and what they say: percentiles, a sparkline's points, a histogram's bins.

/** Samples kept by default; older ones make room. */
export const RTT_SAMPLES = 2000;

/** One bar of a histogram: `fromMs` ≤ sample < `toMs`. */
export interface HistogramBin {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
}

export interface RttSummary {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Bins a decade of the histogram's logarithmic axis. */
const BINS_PER_DECADE = 8;
/** Everything faster falls into the first bin: browsers tell time to about 0.1 ms. */
const FIRST_EDGE_MS = 0.1;

export class RttWindow {
  readonly #capacity: number;
  #samples: number[] = [];
  #total = 0;

  constructor(capacity = RTT_SAMPLES) {
    this.#capacity = capacity;
  }

  /** Samples ever added. */
  get total(): number {
    return this.#total;
  }

  /** The latest sample, in milliseconds. */
  get lastMs(): number | undefined {
    return this.#samples.at(-1);
  }

  add(rttMs: number): void {
    this.#total += 1;
    this.#samples.push(rttMs);
    // Cutting only at twice the capacity keeps the cost of an addition constant on average.
    if (this.#samples.length >= this.#capacity * 2) this.#samples = this.#samples.slice(-this.#capacity);
  }

  /** The latest samples, oldest first: at most `count`, and never more than the window holds. */
  latest(count = this.#capacity): readonly number[] {
    return this.#samples.slice(-Math.min(count, this.#capacity));
  }

  /** Percentiles by the nearest-rank rule; undefined while there is no sample. */
  summarise(): RttSummary | undefined {
    const sorted = [...this.latest()].sort((a, b) => a - b);
    if (sorted.length === 0) return undefined;
    const rank = (percent: number): number =>
      sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] as number;
    return { count: sorted.length, p50Ms: rank(50), p95Ms: rank(95), p99Ms: rank(99), maxMs: rank(100) };
  }

  /** Bins of equal ratio from the fastest to the slowest sample, empty ones between them included. */
  histogram(): readonly HistogramBin[] {
    const counts = new Map<number, number>();
    for (const sample of this.latest()) {
      const bin = binOf(sample);
      counts.set(bin, (counts.get(bin) ?? 0) + 1);
    }
    if (counts.size === 0) return [];
    const first = Math.min(...counts.keys());
    const last = Math.max(...counts.keys());
    return Array.from({ length: last - first + 1 }, (_, index) => {
      const bin = first + index;
      return { fromMs: bin === 0 ? 0 : edgeMs(bin), toMs: edgeMs(bin + 1), count: counts.get(bin) ?? 0 };
    });
  }
}

function binOf(sampleMs: number): number {
  return Math.max(
    0,
    Math.floor(Math.log10(Math.max(sampleMs, FIRST_EDGE_MS) / FIRST_EDGE_MS) * BINS_PER_DECADE + 1e-9),
  );
}

function edgeMs(bin: number): number {
  return FIRST_EDGE_MS * 10 ** (bin / BINS_PER_DECADE);
}
