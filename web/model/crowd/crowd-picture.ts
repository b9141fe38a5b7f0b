// A crowd as a picture: one bar a client on one axis of time for all targets. Everything is in CSS pixels from the left
// edge; the elements only draw it.
//
//   client 1  ▨█▒▒█▒▒█│              ▨ waits   █ echo   ▒ thinks   │ FIN   × failed
//   client 2     ▨▨▨▨▨█▒▒█▒▒█│
//             0      1 s      2 s

import { formatStep, tickStep } from '../timeline/ruler.ts';
import { leastDuration } from './crowd-plan.ts';
import type { CrowdRecord } from './crowd-record.ts';
import type { ClientTrace, CrowdPhase } from './crowd-trace.ts';

/** The axis ends at one of these times a power of ten, so that it seldom changes while time goes on. */
const SPANS = [1, 1.2, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9, 10];

/** Shortest axis, in milliseconds. */
const MIN_SPAN_MS = 100;

/** An echo is drawn at least so wide, and echoes nearer to each other than the gap as one. */
const MIN_ECHO_PX = 2;
const MIN_GAP_PX = 1;

/** Least distance of two ticks. */
const MIN_TICK_PX = 64;

/** How high a bar and the gap below it are together, at least and at most. */
const MIN_PITCH_PX = 2;
const MAX_PITCH_PX = 14;

export interface Span {
  readonly fromPx: number;
  readonly toPx: number;
}

/** One client's bar. */
export interface Bar {
  readonly dials: readonly Span[];
  readonly waits: readonly Span[];
  readonly thinks: readonly Span[];
  readonly echoes: readonly Span[];
  readonly leaves: readonly Span[];
  /** Where it sent FIN. */
  readonly finPx: number | undefined;
  /** Where it ended without having finished, and whether it failed. */
  readonly cut: { readonly px: number; readonly failed: boolean } | undefined;
}

export interface AxisTick {
  readonly px: number;
  readonly label: string;
}

/** How much time the axis shows, in milliseconds: all that has passed, and as long as the crowd takes at least. */
export function spanOf(record: CrowdRecord, nowMs: number): number {
  const { endedAtMs } = record;
  const wantedMs = endedAtMs ?? Math.max(nowMs, leastDuration(record.settings));
  const least = Math.max(MIN_SPAN_MS, wantedMs);
  const decade = 10 ** Math.floor(Math.log10(least));
  const span = SPANS.find((factor) => factor * decade >= least - 1e-9) ?? 10;
  return span * decade;
}

export function axisTicks(spanMs: number, widthPx: number): readonly AxisTick[] {
  if (widthPx <= 0) return [];
  const stepMs = tickStep((MIN_TICK_PX / widthPx) * spanMs);
  const count = Math.floor(spanMs / stepMs + 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => ({
    px: ((index * stepMs) / spanMs) * widthPx,
    label: index === 0 ? '0' : formatStep(index * stepMs),
  }));
}

/** How high each of `clients` bars is with its gap, where `heightPx` is there for all of them. */
export function pitchOf(clients: number, heightPx: number): number {
  return Math.max(MIN_PITCH_PX, Math.min(MAX_PITCH_PX, Math.floor(heightPx / clients)));
}

/** The bar of `client` now. */
export function drawBar(client: ClientTrace, pxPerMs: number, nowMs: number): Bar {
  const of = (phase: CrowdPhase): Span[] =>
    client.stretches
      .filter((stretch) => stretch.phase === phase)
      .map(({ fromMs, toMs }) => ({ fromPx: fromMs * pxPerMs, toPx: (toMs ?? nowMs) * pxPerMs }));
  const { dialledAtMs, endedAtMs, end, finAtMs } = client;
  const endPx = (endedAtMs ?? nowMs) * pxPerMs;
  const isCut = end !== undefined && end !== 'finished' && dialledAtMs !== undefined;
  return {
    dials: of('dialling'),
    waits: merge(of('waiting'), 0),
    thinks: merge(of('thinking'), MIN_GAP_PX),
    echoes: merge(of('served'), MIN_ECHO_PX),
    leaves: of('leaving'),
    finPx: finAtMs === undefined ? undefined : finAtMs * pxPerMs,
    cut: isCut ? { px: endPx, failed: end === 'failed' } : undefined,
  };
}

/** Widens each span to `leastPx` and joins those that the eye could not tell apart, so that their number is bounded. */
function merge(spans: readonly Span[], leastPx: number): Span[] {
  const merged: { fromPx: number; toPx: number }[] = [];
  for (const { fromPx, toPx } of spans) {
    const last = merged.at(-1);
    const endPx = Math.max(toPx, fromPx + leastPx);
    if (last && fromPx - last.toPx < MIN_GAP_PX) last.toPx = Math.max(last.toPx, endPx);
    else merged.push({ fromPx, toPx: endPx });
  }
  return merged;
}

/** All bars of a target, each kind of mark as the `d` of one SVG path: so a crowd costs few nodes, however large it is. */
export interface BarPaths {
  readonly dials: string;
  readonly waits: string;
  readonly thinks: string;
  readonly echoes: string;
  readonly leaves: string;
  readonly fins: string;
  readonly failures: string;
  readonly stops: string;
}

/** Least size of the cross at the end of a failed client's bar. */
const MIN_CROSS_PX = 5;

/** The bars of `clients` one below the other, each `pitchPx` high with the gap below it. */
export function drawBars(
  clients: readonly ClientTrace[],
  pxPerMs: number,
  nowMs: number,
  pitchPx: number,
): BarPaths {
  const paths = {
    dials: '',
    waits: '',
    thinks: '',
    echoes: '',
    leaves: '',
    fins: '',
    failures: '',
    stops: '',
  };
  clients.forEach((client, index) => {
    const { dials, waits, thinks, echoes, leaves, finPx, cut } = drawBar(client, pxPerMs, nowMs);
    const top = index * pitchPx;
    const bottom = top + barHeight(pitchPx);
    const middle = (top + bottom) / 2;
    paths.dials += boxes(dials, top, bottom);
    paths.waits += boxes(waits, top, bottom);
    paths.thinks += boxes(thinks, top, bottom);
    paths.echoes += boxes(echoes, top, bottom);
    for (const { fromPx, toPx } of leaves) paths.leaves += `M${round(fromPx)} ${middle}H${round(toPx)}`;
    if (finPx !== undefined) paths.fins += `M${round(finPx)} ${top}V${bottom}`;
    if (cut?.failed === true)
      paths.failures += cross(cut.px, middle, Math.max(MIN_CROSS_PX, bottom - top) / 2);
    else if (cut) paths.stops += `M${round(cut.px)} ${top}V${bottom}`;
  });
  return paths;
}

/** Height of a bar without the gap below it. */
function barHeight(pitchPx: number): number {
  return pitchPx > 4 ? pitchPx - 2 : pitchPx - 1;
}

function boxes(spans: readonly Span[], top: number, bottom: number): string {
  return spans
    .filter(({ fromPx, toPx }) => toPx > fromPx)
    .map(({ fromPx, toPx }) => `M${round(fromPx)} ${top}H${round(toPx)}V${bottom}H${round(fromPx)}Z`)
    .join('');
}

function cross(px: number, middle: number, half: number): string {
  const [left, right] = [round(px - half), round(px + half)];
  const [top, bottom] = [middle - half, middle + half];
  return `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}`;
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}
