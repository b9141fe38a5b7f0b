// Takes the record out of the page: as JSON Lines (server/protocol/record.ts) or as text, to a file or the clipboard.
//
//   entries ──► times by the wall clock, payloads from the held bytes ──► echo-bridge-record.jsonl

import type { ClientLabel } from '../model/client-label.ts';
import { formatClock } from '../model/format.ts';
import type { RecordEntry } from '../model/record/record-entry.ts';
import { recordToJsonLines, recordToText } from '../model/record/record-file.ts';
import { RecordMerge } from '../model/record/record-merge.ts';
import type { ClockOffset } from '../model/timeline/clock-offset.ts';
import type { Client } from './client.ts';
import { readClock, toWallMs } from './clock.ts';
import { recordSource } from './record-sources.ts';
import { copyText, saveText } from './text-export.ts';

export type RecordForm = 'json' | 'text';

/** What is taken out. */
export interface RecordExcerpt {
  /** The oldest first. */
  readonly entries: readonly RecordEntry[];
  /** Older events that are no longer held. */
  readonly dropped: number;
  /** The client whose events these are alone. */
  readonly client?: ClientLabel | undefined;
}

/** A moment of the page's monotonic clock as the record writes it: local time, `13:01:02.345`. */
export function formatRecordTime(monotonicMs: number): string {
  return formatClock(toWallMs(monotonicMs));
}

/** Offers an excerpt as a file. */
export function saveRecord({ entries, dropped, client }: RecordExcerpt, form: RecordForm): void {
  const name = client === undefined ? 'echo-bridge-record' : `echo-bridge-client-${client.identity.letter}`;
  if (form === 'text') return saveText(`${name}.txt`, recordToText(entries, formatRecordTime));
  const exportedAt = toWallMs(readClock().monotonicMs);
  saveText(`${name}.jsonl`, recordToJsonLines(entries, { exportedAt, dropped }, toWallMs));
}

/** Offers all that is held of one client as JSON Lines. `clocks`: those of its timeline. */
export function saveClientRecord(client: Client, clocks: ClockOffset): void {
  const merge = new RecordMerge(clocks);
  merge.update([recordSource(client)]);
  saveRecord({ entries: merge.entries, dropped: merge.dropped, client: client.label }, 'json');
}

/** Copies an excerpt as text; false where the browser does not let the page. */
export function copyRecord({ entries }: RecordExcerpt): Promise<boolean> {
  return copyText(recordToText(entries, formatRecordTime));
}
