// The room of this page: whoever is in the same one sees its connections, never its bytes.
//
//   address names one (?room=ada)  ──► that
//   page of this very machine      ──► the lobby, together with its other tabs
//   any other address              ──► one of this tab's own, so that strangers see nothing of each other

import { isRoom, LOBBY } from '../../server/protocol/room.ts';
import { readStorage, writeStorage } from './preferences-store.ts';

const STORAGE_KEY = 'echo-bridge.room.v1';

/** Random bytes of a room of this tab's own. */
const OWN_ROOM_BYTES = 12;

const OWN_ROOM_PREFIX = 'own-';

const loopbackHost = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether `room` is a tab's own and not one that somebody named. */
export function isOwnRoom(room: string): boolean {
  return room.startsWith(OWN_ROOM_PREFIX);
}

/** The room that this page belongs to, as long as the tab lives. */
export function choosePageRoom(): string {
  const named = new URLSearchParams(location.search).get('room');
  if (named !== null && isRoom(named)) return named;
  if (loopbackHost.test(location.hostname)) return LOBBY;
  const stored = readStorage(sessionStorage, STORAGE_KEY);
  if (stored !== null && stored !== LOBBY && isRoom(stored)) return stored;
  const own = crypto.getRandomValues(new Uint8Array(OWN_ROOM_BYTES));
  const hex = Array.from(own, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const room = `${OWN_ROOM_PREFIX}${hex}`;
  writeStorage(sessionStorage, STORAGE_KEY, room);
  return room;
}
