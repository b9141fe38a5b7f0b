// What survives a reload, and how it is read back: whatever does not parse is ignored, never fatal.
//
//   preferences   theme, size, layout            shared by all of this browser's pages
//   cards         letter, name, target, draft    of this tab alone

import * as v from 'valibot';
import { PAYLOAD_MODES } from './payload-source.ts';

/** Clients on one page: browsers open no more than about 200 to 255 WebSockets. */
export const MAX_CLIENTS = 200;

/** Longest name of a client, in UTF-16 units. */
export const MAX_NAME_LENGTH = 40;

/** Longest name of a target that is stored, in UTF-16 units. */
export const MAX_TARGET_LENGTH = 200;

/** Longest draft that is stored, in UTF-16 units; a longer one is not, so that the browser's quota suffices for all. */
export const MAX_SAVED_DRAFT_LENGTH = 8000;

/** Sessions stored for each client. */
export const MAX_SAVED_SESSIONS = 8;

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What the dock can show. */
export const DOCK_VIEWS = [
  'timeline',
  'chunks',
  'kernel',
  'states',
  'record',
  'measurements',
  'check',
  'crowd',
] as const;
export type DockView = (typeof DOCK_VIEWS)[number];

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(100));

const preferencesSchema = v.object({
  theme: v.fallback(v.picklist(THEMES), 'system'),
  /** Large type and few controls, for a projector. */
  presentation: v.fallback(v.boolean(), false),
  /** Width of the clients' pane, in per cent. */
  clientsShare: v.fallback(share, 58),
  /** Height of the table of connections within the server's pane, in per cent. */
  tableShare: v.fallback(share, 42),
  /** Name of the server that the server's pane shows; empty for all. */
  shownServer: v.fallback(v.pipe(v.string(), v.maxLength(MAX_TARGET_LENGTH)), ''),
  /** Whether the dock at the bottom is unfolded; undefined until the user chose. */
  dockOpen: v.fallback(v.optional(v.boolean()), undefined),
  /** Height of the unfolded dock, in per cent. */
  dockShare: v.fallback(share, 38),
  /** Which of its views is shown. */
  dockView: v.fallback(v.picklist(DOCK_VIEWS), 'timeline'),
});

export type Preferences = v.InferOutput<typeof preferencesSchema>;

const draftText = v.fallback(v.pipe(v.string(), v.maxLength(MAX_SAVED_DRAFT_LENGTH)), '');

const savedClientSchema = v.object({
  /** Number of its identity, from 0 (A). */
  identity: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9999)),
  name: v.fallback(v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH)), ''),
  /** Name of its target; absent for the default one. */
  target: v.fallback(
    v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TARGET_LENGTH))),
    undefined,
  ),
  draft: v.object({
    mode: v.fallback(v.picklist(PAYLOAD_MODES), 'text'),
    texts: v.object({ text: draftText, hex: draftText, generate: draftText }),
  }),
  /** Its latest sessions, by which the server's log still knows it after a reload. */
  sessions: v.fallback(
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(MAX_SAVED_SESSIONS)),
    [],
  ),
});

export type SavedClient = v.InferOutput<typeof savedClientSchema>;

const cardsSchema = v.pipe(v.array(savedClientSchema), v.maxLength(MAX_CLIENTS));

/** Reads stored preferences; what is missing or wrong gets its default. */
export function parsePreferences(stored: string | null): Preferences {
  const result = v.safeParse(preferencesSchema, readJson(stored) ?? {});
  return result.success ? result.output : v.parse(preferencesSchema, {});
}

/** Reads stored cards; undefined when there are none or they do not parse, so that the page starts afresh. */
export function parseCards(stored: string | null): readonly SavedClient[] | undefined {
  const result = v.safeParse(cardsSchema, readJson(stored));
  if (!result.success) return undefined;
  const identities = new Set(result.output.map((card) => card.identity));
  return identities.size === result.output.length ? result.output : undefined;
}

/** Leaves out what is too long to be stored. */
export function toSavedText(text: string): string {
  return text.length > MAX_SAVED_DRAFT_LENGTH ? '' : text;
}

function readJson(stored: string | null): unknown {
  if (stored === null) return undefined;
  try {
    return JSON.parse(stored);
  } catch {
    // Not JSON: as good as nothing stored.
    return undefined;
  }
}
