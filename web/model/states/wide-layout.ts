// The state diagram from left to right: opening, data, closing. As in the figure, who opens passively and who closes
// actively is on one side (above), who opens actively and who closes passively on the other (below).
//
//            LISTEN ─ SYN_RECEIVED ─┐            ┌─ FIN_WAIT_1 ─ FIN_WAIT_2 ─ TIME_WAIT ─┐
//   CLOSED ─┤                       ├ ESTABLISHED┤     └──────── CLOSING ──────┘         ├─ END
//            ────────── SYN_SENT ───┘            └─ CLOSE_WAIT ─ LAST_ACK ───────────────┘

import { type DiagramLayout, type EdgePlace, edge, type Point } from './layout.ts';

/** Centres of the three rows. */
const UP = 40;
const MID = 92;
const LOW = 144;
/** Edges of boxes in them. */
const UP_BOTTOM = UP + 16;
const MID_TOP = MID - 16;
const MID_BOTTOM = MID + 16;
const LOW_TOP = LOW - 16;
/** Base lines of words above the upper and below the lower row. */
const ABOVE = 9;
const BELOW = 170;
/** Where resets run, between the middle and the lower row. */
const BUS = 118;

/** The last stretch of every reset, up into END. */
const busEnd: readonly Point[] = [
  [836, BUS],
  [836, MID_BOTTOM],
];

export const wideLayout: DiagramLayout = {
  width: 900,
  height: 184,
  nodes: {
    CLOSED: { x: 46, y: MID, width: 84 },
    LISTEN: { x: 172, y: UP, width: 74 },
    SYN_RECEIVED: { x: 304, y: UP, width: 98 },
    SYN_SENT: { x: 304, y: LOW, width: 84 },
    ESTABLISHED: { x: 436, y: MID, width: 98 },
    FIN_WAIT_1: { x: 566, y: UP, width: 88 },
    FIN_WAIT_2: { x: 696, y: UP, width: 88 },
    TIME_WAIT: { x: 816, y: UP, width: 86 },
    CLOSING: { x: 696, y: MID, width: 86 },
    CLOSE_WAIT: { x: 566, y: LOW, width: 88 },
    LAST_ACK: { x: 696, y: LOW, width: 86 },
    END: { x: 855, y: MID, width: 86 },
  },
  edges: {
    'CLOSED>LISTEN': edge(
      [
        [30, MID_TOP],
        [30, UP - 5],
        [135, UP - 5],
      ],
      [82, ABOVE + 7],
    ),
    'LISTEN>CLOSED': edge(
      [
        [135, UP + 5],
        [56, UP + 5],
        [56, MID_TOP],
      ],
      [62, 58, 'start'],
    ),
    'CLOSED>SYN_SENT': edge(
      [
        [30, MID_BOTTOM],
        [30, LOW + 5],
        [262, LOW + 5],
      ],
      [150, LOW + 17],
    ),
    'SYN_SENT>CLOSED': edge(
      [
        [262, LOW - 5],
        [56, LOW - 5],
        [56, MID_BOTTOM],
      ],
      [62, LOW - 21, 'start'],
    ),
    'LISTEN>SYN_RECEIVED': edge(
      [
        [209, UP - 5],
        [255, UP - 5],
      ],
      [232, ABOVE],
    ),
    'SYN_RECEIVED>LISTEN': edge(
      [
        [255, UP + 5],
        [209, UP + 5],
      ],
      [232, UP + 18],
    ),
    'LISTEN>SYN_SENT': edge(
      [
        [172, UP_BOTTOM],
        [172, MID],
        [282, MID],
        [282, LOW_TOP],
      ],
      [179, MID - 15, 'start'],
    ),
    'SYN_SENT>SYN_RECEIVED': edge(
      [
        [304, LOW_TOP],
        [304, UP_BOTTOM],
      ],
      [311, MID - 2, 'start'],
    ),
    'SYN_SENT>ESTABLISHED': edge(
      [
        [346, LOW],
        [412, LOW],
        [412, MID_BOTTOM],
      ],
      [386, BELOW],
    ),
    'SYN_RECEIVED>ESTABLISHED': edge(
      [
        [353, UP + 6],
        [412, UP + 6],
        [412, MID_TOP],
      ],
      [406, UP + 23, 'end'],
    ),
    'SYN_RECEIVED>FIN_WAIT_1': edge(
      [
        [353, UP - 6],
        [522, UP - 6],
      ],
      [436, ABOVE + 7],
    ),
    'ESTABLISHED>FIN_WAIT_1': edge(
      [
        [460, MID_TOP],
        [460, UP + 6],
        [522, UP + 6],
      ],
      [467, UP + 20, 'start'],
    ),
    'ESTABLISHED>CLOSE_WAIT': edge(
      [
        [460, MID_BOTTOM],
        [460, LOW],
        [522, LOW],
      ],
      [467, LOW - 16, 'start'],
    ),
    'FIN_WAIT_1>FIN_WAIT_2': edge(
      [
        [610, UP],
        [652, UP],
      ],
      [631, ABOVE],
    ),
    'FIN_WAIT_2>TIME_WAIT': edge(
      [
        [740, UP],
        [773, UP],
      ],
      [756, ABOVE],
    ),
    'FIN_WAIT_1>CLOSING': edge(
      [
        [566, UP_BOTTOM],
        [566, MID],
        [653, MID],
      ],
      [573, MID - 15, 'start'],
    ),
    'CLOSING>TIME_WAIT': edge(
      [
        [739, MID],
        [790, MID],
        [790, UP_BOTTOM],
      ],
      [785, MID - 15, 'end'],
    ),
    'CLOSE_WAIT>LAST_ACK': edge(
      [
        [610, LOW],
        [653, LOW],
      ],
      [631, BELOW],
    ),
    'LAST_ACK>END': edge(
      [
        [739, LOW],
        [866, LOW],
        [866, MID_BOTTOM],
      ],
      [802, LOW + 13],
    ),
    'TIME_WAIT>END': edge(
      [
        [859, UP],
        [880, UP],
        [880, MID_TOP],
      ],
      [899, ABOVE, 'end'],
    ),
    'SYN_SENT:RST': reset([328, LOW_TOP], [328, BUS]),
    'SYN_RECEIVED:RST': reset([340, UP_BOTTOM], [340, BUS]),
    'ESTABLISHED:RST': reset([485, MID + 6], [510, MID + 6], [510, BUS]),
    'FIN_WAIT_1:RST': reset([598, UP_BOTTOM], [598, BUS]),
    'FIN_WAIT_2:RST': reset([732, UP_BOTTOM], [746, UP_BOTTOM + 8], [746, BUS]),
    'CLOSING:RST': reset([696, MID_BOTTOM], [696, BUS]),
    'CLOSE_WAIT:RST': reset([566, LOW_TOP], [566, BUS]),
    'LAST_ACK:RST': reset([696, LOW_TOP], [696, BUS]),
    'TIME_WAIT:RST': {
      corners: [
        [836, UP_BOTTOM],
        [836, MID_TOP],
      ],
      label: { x: 841, y: MID_TOP - 7, anchor: 'start' },
    },
  },
};

/** `corners` lead to the bus. */
function reset(...corners: readonly Point[]): EdgePlace {
  const [x] = corners.at(-1) ?? busEnd[0] ?? [0];
  return { corners: [...corners, ...busEnd], label: { x: x + 6, y: BUS - 4, anchor: 'start' } };
}
