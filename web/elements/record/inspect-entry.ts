// What opening a row of the record asks of the inspector: its bytes, or what it says.

import type { HighlightKey } from '../../controllers/highlight.ts';
import { formatRecordTime } from '../../controllers/record-export.ts';
import { formatCount } from '../../model/format.ts';
import type { Fact } from '../../model/inspector/facts.ts';
import { describeEntry, nameSource, type RecordEntry } from '../../model/record/record-entry.ts';
import { isBytesEvent } from '../../model/timeline/timeline.ts';
import { InspectEvent, InspectFactsEvent } from '../common/events.ts';

export function inspectEntry(entry: RecordEntry): InspectEvent | InspectFactsEvent {
  const { source, event, atMs } = entry;
  const key: HighlightKey = `client:${source.label.key}`;
  const { lane, step, sentence, text } = describeEntry(entry);
  const time = formatRecordTime(atMs);
  const title = `${time} ${lane} ${step}`;
  if (isBytesEvent(event)) {
    const { connection, direction, from, bytes } = event;
    return new InspectEvent({ key, connection, direction, from, bytes, title });
  }
  const facts: Fact[] = [
    ['time', time],
    ['connection', `number ${formatCount(event.connection)} of ${nameSource(source)}`],
    ['seen by', lane],
    ['means', sentence],
  ];
  if (text) facts.push(['detail', text]);
  return new InspectFactsEvent({ key, title, facts });
}
