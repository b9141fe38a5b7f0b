// All that is worked out of a timeline as it is at one moment, before a part of it is drawn. A view that is frozen keeps
// the picture it has.

import { describeExchange, type Exchange, latestExchange, latestStretch } from './exchange.ts';
import { type Journey, sortJourneys } from './journeys.ts';
import { createTimeScale, type TimeScale } from './time-scale.ts';
import type { Timeline } from './timeline.ts';
import type { Stretch } from './viewport.ts';

export interface Picture {
  readonly timeline: Timeline;
  /** {@link Timeline.version} and {@link Timeline.added} at that moment. */
  readonly version: number;
  readonly added: number;
  readonly folded: boolean;
  readonly scale: TimeScale;
  readonly journeys: readonly Journey[];
  /** Undefined before the first. */
  readonly exchange: Exchange | undefined;
  /** The same in one line; empty before the first. */
  readonly exchangeLine: string;
  /** What somebody who follows wants to see. */
  readonly latest: Stretch;
}

/** The picture of a timeline, with folds of a width in CSS pixels; undefined while nothing has happened. */
export function takePicture(timeline: Timeline, folded: boolean, foldPx: number): Picture | undefined {
  const scale = createTimeScale(timeline, folded, foldPx);
  if (scale === undefined) return undefined;
  const journeys = sortJourneys(timeline);
  const exchange = latestExchange(timeline, journeys);
  const latest = latestStretch(scale, exchange);
  const journey = exchange && journeyOf({ journeys }, exchange.connection);
  const exchangeLine = exchange && journey ? describeExchange(timeline, journey, exchange) : '';
  const { version, added } = timeline;
  return { timeline, version, added, folded, scale, journeys, exchange, exchangeLine, latest };
}

/** The connection with this number; undefined when its events are gone. */
export function journeyOf({ journeys }: Pick<Picture, 'journeys'>, connection: number): Journey | undefined {
  return journeys.find((journey) => journey.connection === connection);
}

/** From when on the connection at a moment counts its time: its first event that is still known. */
export function zeroAt({ journeys }: Pick<Picture, 'journeys'>, ms: number): number {
  const journey = journeys.findLast(({ startMs }) => startMs <= ms) ?? journeys[0];
  return journey?.startMs ?? ms;
}
