// A crowd as text that leaves the page: a table of its clients, or everything as JSON.

import { type CrowdFigures, figuresOf } from './crowd-figures.ts';
import type { CrowdRecord } from './crowd-record.ts';
import type { CrowdSettings } from './crowd-settings.ts';
import type { ClientTrace } from './crowd-trace.ts';

/** The columns of the table; times are milliseconds since the crowd's start. */
const COLUMNS = [
  'target',
  'client',
  'dialledAtMs',
  'establishedAtMs',
  'firstEchoAtMs',
  'waitedMs',
  'echoes',
  'finAtMs',
  'endedAtMs',
  'end',
  'reason',
] as const;

/** One line a client, comma-separated (RFC 4180), with a line of headings. */
export function toCsv({ parts }: CrowdRecord): string {
  const lines = parts.flatMap(({ target, clients }) =>
    clients.map((client) => {
      const row = { target, ...toRow(client) };
      return COLUMNS.map((column) => toCell(row[column])).join(',');
    }),
  );
  return [COLUMNS.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

interface CrowdFile {
  readonly settings: CrowdSettings;
  readonly targets: readonly {
    readonly target: string;
    readonly figures: CrowdFigures;
    readonly clients: readonly unknown[];
  }[];
}

/** Settings, figures, and each client with its phases. */
export function toJson({ settings, parts }: CrowdRecord): string {
  const file: CrowdFile = {
    settings,
    targets: parts.map(({ target, clients }) => ({
      target,
      figures: figuresOf(clients),
      clients: clients.map((client) => ({
        ...toRow(client),
        phases: client.stretches.map(({ phase, fromMs, toMs }) => ({
          phase,
          fromMs: toTenths(fromMs),
          toMs: toTenths(toMs),
        })),
      })),
    })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

type Row = Readonly<Record<Exclude<(typeof COLUMNS)[number], 'target'>, string | number | undefined>>;

function toRow(trace: ClientTrace): Row {
  const { client, echoes, end, reason } = trace;
  return {
    client,
    dialledAtMs: toTenths(trace.dialledAtMs),
    establishedAtMs: toTenths(trace.establishedAtMs),
    firstEchoAtMs: toTenths(trace.firstEchoAtMs),
    waitedMs: toTenths(trace.waitedMs),
    echoes,
    finAtMs: toTenths(trace.finAtMs),
    endedAtMs: toTenths(trace.endedAtMs),
    end,
    reason,
  };
}

/** Browsers tell time to a tenth of a millisecond; more digits would only look exact. */
function toTenths(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 10) / 10;
}

function toCell(value: string | number | undefined): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
