// What a crowd is to do: which targets it goes to, how many clients, how fast they come, what each of them sends. The form
// holds what was typed; it becomes settings, or one sentence that says what to change.
//
//   form (texts) ──readForm──► CrowdSettings ──crowd-plan.ts──► who dials when

import * as v from 'valibot';
import type { TargetView } from '../../../server/protocol/observe.ts';
import { formatCount, formatPlural } from '../format.ts';
import { MAX_CLIENTS } from '../saved-page.ts';

/** What each target gets. */
export interface CrowdSettings {
  /** Names of the targets, in the order of the list. */
  readonly targets: readonly string[];
  /** Clients of each target. */
  readonly clients: number;
  /** Clients that arrive at each target in a second. */
  readonly perSecond: number;
  /** Messages that each client sends, one after the other's echo. */
  readonly messages: number;
  /** Bytes of a message. */
  readonly bytes: number;
  /** Pause between an echo and the next message, in milliseconds. */
  readonly thinkMs: number;
}

/** A number that somebody types. */
interface Field {
  readonly label: string;
  /** What stands behind the number. */
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}

/** Every number of the form, in its order; arrivals are no more than a browser can make. The bounds keep a crowd's bytes, marks and time within what a page can hold. */
export const CROWD_FIELDS = {
  clients: { label: 'Clients each', unit: '', least: 1, most: MAX_CLIENTS },
  perSecond: { label: 'Arrivals', unit: '/s', least: 1, most: 100 },
  messages: { label: 'Messages', unit: '', least: 1, most: 100 },
  bytes: { label: 'Size', unit: 'B', least: 1, most: 65_536 },
  thinkMs: { label: 'Think time', unit: 'ms', least: 0, most: 10_000 },
} as const satisfies Record<string, Field>;

export type CrowdField = keyof typeof CROWD_FIELDS;

export const CROWD_FIELD_NAMES = Object.keys(CROWD_FIELDS) as CrowdField[];

export type CrowdNumbers = Readonly<Record<CrowdField, number>>;

/** What a target does to a dozen is seen within five seconds, even where each has to wait for the one before. */
export const A_DOZEN: CrowdNumbers = { clients: 12, perSecond: 10, messages: 3, bytes: 64, thinkMs: 200 };

/** Clients of a rush at all targets together. */
export const RUSH_CLIENTS = 100;

/** A rush of a hundred, shared by so many targets. */
export function aRush(targets: number): CrowdNumbers {
  const clients = Math.floor(RUSH_CLIENTS / Math.max(1, targets));
  return { clients, perSecond: 50, messages: 3, bytes: 64, thinkMs: 100 };
}

/** What stands in the form. */
export interface CrowdForm {
  /** Names of the chosen targets; undefined until somebody chose: then the built-in ones that are up. */
  readonly targets: readonly string[] | undefined;
  /** What was typed. */
  readonly texts: Readonly<Record<CrowdField, string>>;
}

/** Settings, or what to change: `field` names where, unless it is about the targets. */
export type ReadForm =
  | { readonly ok: true; readonly settings: CrowdSettings }
  | { readonly ok: false; readonly field: CrowdField | undefined; readonly error: string };

export function toTexts(numbers: CrowdNumbers): CrowdForm['texts'] {
  const { clients, perSecond, messages, bytes, thinkMs } = numbers;
  return {
    clients: String(clients),
    perSecond: String(perSecond),
    messages: String(messages),
    bytes: String(bytes),
    thinkMs: String(thinkMs),
  };
}

export const FIRST_FORM: CrowdForm = { targets: undefined, texts: toTexts(A_DOZEN) };

/** The chosen ones of `targets` that can be dialled. */
export function chosenTargets(form: CrowdForm, targets: Iterable<TargetView>): readonly TargetView[] {
  return [...targets].filter(
    ({ name, kind, health }) =>
      health !== 'down' &&
      (form.targets === undefined ? kind === 'builtIn' && health === 'up' : form.targets.includes(name)),
  );
}

/** Reads the form. `cards`: clients that the page has already, each with a WebSocket of its own. */
export function readForm(form: CrowdForm, targets: Iterable<TargetView>, cards: number): ReadForm {
  const numbers: Partial<Record<CrowdField, number>> = {};
  for (const field of CROWD_FIELD_NAMES) {
    const number = readNumber(form.texts[field], CROWD_FIELDS[field]);
    if (number === undefined) return { ok: false, field, error: rangeError(CROWD_FIELDS[field]) };
    numbers[field] = number;
  }
  const chosen = chosenTargets(form, targets).map(({ name }) => name);
  if (chosen.length === 0)
    return { ok: false, field: undefined, error: 'Choose at least one target that is up.' };
  const settings = { ...(numbers as CrowdNumbers), targets: chosen };
  const error = roomError(settings, cards);
  return error === undefined ? { ok: true, settings } : { ok: false, field: 'clients', error };
}

function readNumber(text: string, { least, most }: Field): number | undefined {
  const digits = text.trim().replaceAll(',', '');
  if (!/^\d{1,9}$/.test(digits)) return undefined;
  const number = Number(digits);
  return number >= least && number <= most ? number : undefined;
}

function rangeError({ label, unit, least, most }: Field): string {
  const range = `${formatCount(least)} to ${formatCount(most)}`;
  return `${label}: give a whole number from ${range}${unit === '' ? '' : ` ${unit}`}.`;
}

/** Each client is a WebSocket, and a browser opens no more than about 200 of them for a page. */
function roomError({ targets, clients }: CrowdSettings, cards: number): string | undefined {
  const wanted = targets.length * clients + cards;
  if (wanted <= MAX_CLIENTS) return undefined;
  const most = Math.floor((MAX_CLIENTS - cards) / targets.length);
  const parts = `${formatPlural(targets.length, 'target')} × ${formatPlural(clients, 'client')}`;
  const sum = cards === 0 ? parts : `${parts} + ${formatPlural(cards, 'card')}`;
  const way = most < 1 ? 'Close some cards.' : `Ask for at most ${most} a target.`;
  return `A browser opens about ${MAX_CLIENTS} WebSockets for a page, and ${sum} are ${formatCount(wanted)}. ${way}`;
}

/** Longest text and most names that are kept; what is longer was not typed by anybody. */
const MAX_TEXT_LENGTH = 20;
const MAX_TARGETS = 100;
const MAX_TARGET_LENGTH = 100;

const savedText = (field: CrowdField) =>
  v.fallback(v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH)), FIRST_FORM.texts[field]);

const formSchema = v.object({
  targets: v.fallback(
    v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(MAX_TARGET_LENGTH))), v.maxLength(MAX_TARGETS))),
    undefined,
  ),
  texts: v.object({
    clients: savedText('clients'),
    perSecond: savedText('perSecond'),
    messages: savedText('messages'),
    bytes: savedText('bytes'),
    thinkMs: savedText('thinkMs'),
  }),
});

/** Reads a stored form; what is missing or wrong gets its default. */
export function parseForm(stored: string | null): CrowdForm {
  if (stored === null) return FIRST_FORM;
  try {
    const { targets, texts } = v.parse(formSchema, JSON.parse(stored));
    return { targets, texts };
  } catch {
    // Neither JSON nor a form: as good as nothing stored.
    return FIRST_FORM;
  }
}
