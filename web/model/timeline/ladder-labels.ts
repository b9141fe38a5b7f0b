// Where the ladder's labels stand: each on the side of its lane that its line does not use, as long a text as there is
// room for, none over another. What says most about a connection's life comes first.
//
//   browser  ──●────────────          above   ├── 1.8 ms ──┤    send 12 B
//               ╲0.3 ms               between the lanes: how long a link took
//   gateway  ────●●─────────          above   what came from, goes to the browser; below: the server

import type { Lane } from '../../../server/protocol/trace.ts';
import { formatBytes, formatDuration } from '../format.ts';
import { itemLabels } from './event-words.ts';
import type { ChunkItem, GapItem, Ladder, LinkItem } from './ladder.ts';
import type { ArrowItem, ArrowKind, MarkItem } from './ladder-marks.ts';

/** Labels of one picture at most. */
export const MAX_LABELS = 200;

/** With more links than this, none says how long it took. */
const MAX_TIMED_LINKS = 60;

/** Distance of a label from what it belongs to, in widths of a letter. */
const DISTANCE_LETTERS = 1.1;

/** Rows of labels from top to bottom. */
export type LabelRow = 'browserAbove' | 'upper' | 'gatewayAbove' | 'gatewayBelow' | 'lower' | 'serverBelow';

export interface Label {
  readonly row: LabelRow;
  readonly x: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly text: string;
  readonly tone: 'up' | 'down' | 'mark' | 'bad' | 'quiet';
}

/** A round trip as seen by the one who talks to the server: from `x1` to `x2`, with room for its label in the middle. */
export interface Span {
  readonly row: LabelRow;
  readonly x1: number;
  readonly x2: number;
  readonly text: string;
}

export interface Labels {
  readonly labels: readonly Label[];
  readonly spans: readonly Span[];
}

const arrowWords: Record<ArrowKind, readonly string[]> = {
  syn: ['SYN inferred', 'SYN'],
  synAck: ['SYN-ACK'],
  ack: ['ACK'],
  fin: ['FIN'],
  rst: ['RST'],
  message: [],
};

/** The part of a ladder that is in view, in CSS pixels from its left edge. */
export interface Sight {
  readonly left: number;
  readonly right: number;
}

/** Places the labels of a ladder. `letterPx`: width of a letter; `sight`: the whole ladder by default. */
export function placeLabels(
  ladder: Ladder,
  letterPx: number,
  sight: Sight = { left: 0, right: ladder.widthPx },
): Labels {
  const board = new Board(letterPx, ladder, sight);
  for (const mark of ladder.marks.filter(isGrave)) board.place(besideMark(mark, letterPx));
  for (const arrow of ladder.arrows) board.place(onArrow(arrow));
  for (const mark of ladder.marks) if (!isGrave(mark)) board.place(besideMark(mark, letterPx));
  for (const gap of ladder.gaps) board.place(onGap(gap));
  for (const chunk of ladder.chunks) board.place(besideChunk(chunk, letterPx));
  const timed = ladder.links.filter(({ fromLane, toLane }) => fromLane !== toLane);
  if (timed.length <= MAX_TIMED_LINKS) for (const link of timed) board.place(onLink(link));
  return { labels: board.labels, spans: roundTrips(ladder, board, letterPx) };
}

/** One text in several forms, each tried at several places. */
interface Candidate {
  readonly row: LabelRow;
  readonly texts: readonly string[];
  readonly places: readonly Pick<Label, 'x' | 'anchor'>[];
  readonly tone: Label['tone'];
}

/** What is taken already, row by row. */
class Board {
  readonly labels: Label[] = [];
  readonly #taken = new Map<LabelRow, (readonly [number, number])[]>();
  readonly #letterPx: number;
  readonly #widthPx: number;
  readonly #sight: Sight;
  /** A check's lane has no WebSocket above it: what is written of it has room there, and no lines. */
  readonly #isAbove: boolean;

  constructor(letterPx: number, { widthPx, talker }: Ladder, sight: Sight) {
    this.#letterPx = letterPx;
    this.#widthPx = widthPx;
    this.#sight = sight;
    this.#isAbove = talker === 'gateway';
  }

  /** Where no edge of the view cuts it, if there is such a place; a cut label can be read after moving the view. */
  place(candidate: Candidate): void {
    if (this.labels.length >= MAX_LABELS) return;
    if (!this.#tryToPlace(candidate, false)) this.#tryToPlace(candidate, true);
  }

  #tryToPlace({ row: wanted, texts, places, tone }: Candidate, mayBeCut: boolean): boolean {
    const row = this.#isAbove && wanted === 'gatewayBelow' ? 'gatewayAbove' : wanted;
    for (const text of texts) {
      for (const { x, anchor } of places) {
        const width = text.length * this.#letterPx;
        const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
        if (!mayBeCut && this.#isCut(left, left + width)) continue;
        if (!this.take(row, left, left + width)) continue;
        this.labels.push({ row, x, anchor, text, tone });
        return true;
      }
    }
    return false;
  }

  #isCut(left: number, right: number): boolean {
    const isAcross = (edge: number): boolean => left < edge && right > edge;
    return isAcross(this.#sight.left) || isAcross(this.#sight.right);
  }

  /** The widest stretch of a row between two places of which nothing is taken. */
  widestGap(row: LabelRow, left: number, right: number): readonly [number, number] {
    const spare = this.#letterPx;
    const taken = (this.#taken.get(row) ?? []).toSorted(([one], [other]) => one - other);
    let widest: readonly [number, number] = [left, left];
    let from = left + spare;
    for (const [start, end] of [...taken, [right, right] as const]) {
      const to = Math.min(start, right) - spare;
      if (to - from > widest[1] - widest[0]) widest = [from, to];
      from = Math.max(from, end + spare);
    }
    return widest;
  }

  /** Takes room in a row, unless some of it is taken. */
  take(row: LabelRow, left: number, right: number): boolean {
    if (right < 0 || left > this.#widthPx) return false;
    const taken = this.#taken.get(row) ?? [];
    const spare = this.#letterPx;
    if (taken.some(([from, to]) => left < to + spare && right > from - spare)) return false;
    this.#taken.set(row, [...taken, [left, right]]);
    return true;
  }
}

function isGrave({ step }: MarkItem): boolean {
  return step === 'error' || step === 'close' || step === 'rstSent' || step === 'rstReceived';
}

function besideMark(mark: MarkItem, letterPx: number): Candidate {
  const away = DISTANCE_LETTERS * letterPx;
  const after = { x: mark.x2 + away, anchor: 'start' } as const;
  const before = { x: mark.x1 - away, anchor: 'end' } as const;
  const goesDown = mark.step === 'dial' || mark.step === 'finSent' || mark.step === 'rstSent';
  return {
    row: markRow(mark),
    texts: itemLabels(mark),
    places: goesDown ? [before, after] : [after, before],
    tone: isGrave(mark) && mark.step !== 'close' ? 'bad' : 'mark',
  };
}

/** The gateway's TCP socket is below its lane, its WebSocket above. */
function markRow({ lane, step }: MarkItem): LabelRow {
  if (lane === 'browser') return 'browserAbove';
  if (lane === 'server') return 'serverBelow';
  const isOfWebSocket = step === 'upgrade' || step === 'hold' || step === 'release' || step === 'close';
  return isOfWebSocket ? 'gatewayAbove' : 'gatewayBelow';
}

/** By station: the row, and the side that the line to or from the other lane leaves free. */
const chunkPlaces: readonly (readonly [LabelRow, 'before' | 'after'])[] = [
  ['browserAbove', 'after'],
  ['gatewayAbove', 'after'],
  ['gatewayBelow', 'before'],
  ['serverBelow', 'before'],
  ['serverBelow', 'after'],
  ['gatewayBelow', 'after'],
  ['gatewayAbove', 'before'],
  ['browserAbove', 'before'],
];

function besideChunk(chunk: ChunkItem, letterPx: number): Candidate {
  const [row, side] = chunkPlaces[chunk.station] ?? ['browserAbove', 'after'];
  const away = DISTANCE_LETTERS * letterPx;
  const after = { x: chunk.x2 + away, anchor: 'start' } as const;
  const before = { x: chunk.x1 - away, anchor: 'end' } as const;
  const first = side === 'after' ? after : before;
  const second = side === 'after' ? before : after;
  return { row, texts: itemLabels(chunk), places: [first, second], tone: chunk.direction };
}

/** The trace says nothing of these bytes: too much happened at once. */
function onGap({ station, bytes, x1, x2 }: GapItem): Candidate {
  const [row] = chunkPlaces[station] ?? ['browserAbove'];
  const places = [{ x: (x1 + x2) / 2, anchor: 'middle' as const }];
  return { row, texts: [`${formatBytes(bytes)} not told`, '?'], places, tone: 'quiet' };
}

function onLink({ fromLane, toLane, x1, x3, tookMs }: LinkItem): Candidate {
  const places = tookMs < 0 ? [] : [{ x: (x1 + x3) / 2, anchor: 'middle' as const }];
  return { row: betweenRow(fromLane, toLane), texts: [formatDuration(tookMs)], places, tone: 'quiet' };
}

function onArrow({ kind, fromLane, toLane, x1, x2 }: ArrowItem): Candidate {
  const isTcp = fromLane !== 'browser' && toLane !== 'browser';
  return {
    row: betweenRow(fromLane, toLane),
    texts: isTcp ? arrowWords[kind] : [],
    places: [{ x: (x1 + x2) / 2, anchor: 'middle' }],
    tone: kind === 'rst' ? 'bad' : 'mark',
  };
}

function betweenRow(one: Lane, other: Lane): LabelRow {
  return one === 'browser' || other === 'browser' ? 'upper' : 'lower';
}

/** For each chunk that came back as it was sent, the time that it took, where that can be written between the two. */
function roundTrips({ chunks, talker }: Ladder, board: Board, letterPx: number): readonly Span[] {
  const spans: Span[] = [];
  if (talker === undefined) return spans;
  const row = talker === 'browser' ? 'browserAbove' : 'gatewayAbove';
  const own = chunks.filter(({ lane }) => lane === talker);
  const sent = own.filter(({ direction }) => direction === 'up');
  const back = new Map(
    own.filter(({ direction }) => direction === 'down').map((chunk) => [backKey(chunk), chunk]),
  );
  if (sent.length > MAX_TIMED_LINKS) return spans;
  for (const chunk of sent) {
    const echo = back.get(backKey(chunk));
    if (echo === undefined || echo.x1 <= chunk.x2) continue;
    // With anything else between them, nobody could tell whose time it is.
    if (own.some(({ x1 }) => x1 > chunk.x1 && x1 < echo.x1)) continue;
    const text = formatDuration(echo.untilMs - chunk.atMs);
    const [from, to] = board.widestGap(row, chunk.x2, echo.x1);
    if (to - from < (text.length + 5) * letterPx) continue;
    board.take(row, from, to);
    spans.push({ row, x1: from, x2: to, text });
  }
  return spans;
}

function backKey({ connection, from, to }: ChunkItem): string {
  return `${connection} ${from} ${to}`;
}
