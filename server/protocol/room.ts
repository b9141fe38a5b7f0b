// Rooms: a room is a scope of visibility. A page sees the sessions of its own room and no other's.
//
//   /observe?room=NAME    the room that is watched
//   /bridge?room=NAME     the room that the session belongs to

/** Longest name of a room. */
export const MAX_ROOM_LENGTH = 64;

/** The room of everybody who names none. */
export const LOBBY = '';

/** Close reason (1008) for a name that is none. */
export const NOT_A_ROOM = `a room is at most ${MAX_ROOM_LENGTH} letters, digits, - and _`;

const roomPattern = /^[A-Za-z0-9_-]*$/;

/** Whether `name` can be a room's: letters, digits, `-` and `_`, at most {@link MAX_ROOM_LENGTH} of them. */
export function isRoom(name: string): boolean {
  return name.length <= MAX_ROOM_LENGTH && roomPattern.test(name);
}
