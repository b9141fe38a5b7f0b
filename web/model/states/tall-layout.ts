// The state diagram from top to bottom, for a narrow view: much as RFC 9293 figure 5 itself. On the left who opens
// passively and closes actively, on the right who opens actively and closes passively.
//
//              CLOSED
//     LISTEN              |
//   SYN_RECEIVED       SYN_SENT
//            ESTABLISHED
//   FIN_WAIT_1         CLOSE_WAIT
//   FIN_WAIT_2 CLOSING  LAST_ACK
//            TIME_WAIT    END

import { type DiagramLayout, type EdgePlace, edge, type LabelPlace, type Point } from './layout.ts';

/** Centres of the three columns. */
const LEFT = 53;
const MID = 172;
const RIGHT = 292;
/** Half the height of a box. */
const H = 16;
/** Centres of the rows. */
const ROWS = {
  closed: 18,
  listen: 92,
  syn: 184,
  established: 266,
  first: 348,
  second: 440,
  last: 524,
} as const;
/** Where resets run, between the middle and the right column. */
const BUS = 230;

const busEnd: readonly Point[] = [
  [BUS, 490],
  [272, 490],
  [272, ROWS.last - H],
];
const resetLabel: LabelPlace = { x: BUS + 5, y: 485, anchor: 'start' };

export const tallLayout: DiagramLayout = {
  width: 344,
  height: 566,
  nodes: {
    CLOSED: { x: MID, y: ROWS.closed, width: 86 },
    LISTEN: { x: LEFT, y: ROWS.listen, width: 86 },
    SYN_RECEIVED: { x: LEFT, y: ROWS.syn, width: 100 },
    SYN_SENT: { x: RIGHT, y: ROWS.syn, width: 86 },
    ESTABLISHED: { x: MID, y: ROWS.established, width: 98 },
    FIN_WAIT_1: { x: LEFT, y: ROWS.first, width: 90 },
    FIN_WAIT_2: { x: LEFT, y: ROWS.second, width: 90 },
    TIME_WAIT: { x: MID, y: ROWS.last, width: 86 },
    CLOSING: { x: MID, y: ROWS.second, width: 86 },
    CLOSE_WAIT: { x: RIGHT, y: ROWS.first, width: 90 },
    LAST_ACK: { x: RIGHT, y: ROWS.second, width: 86 },
    END: { x: RIGHT, y: ROWS.last, width: 86 },
  },
  edges: {
    'CLOSED>LISTEN': edge(
      [
        [129, 13],
        [40, 13],
        [40, 76],
      ],
      [46, 28, 'start'],
    ),
    'LISTEN>CLOSED': edge(
      [
        [96, 86],
        [150, 86],
        [150, 34],
      ],
      [144, 62, 'end'],
    ),
    'CLOSED>SYN_SENT': edge(
      [
        [215, 13],
        [306, 13],
        [306, 168],
      ],
      [300, 47, 'end'],
    ),
    'SYN_SENT>CLOSED': edge(
      [
        [280, 168],
        [280, 96],
        [186, 96],
        [186, 34],
      ],
      [192, 77, 'start'],
    ),
    'LISTEN>SYN_RECEIVED': edge(
      [
        [82, 108],
        [82, 168],
      ],
      [88, 136, 'start'],
    ),
    'SYN_RECEIVED>LISTEN': edge(
      [
        [26, 168],
        [26, 108],
      ],
      [31, 142, 'start'],
    ),
    'LISTEN>SYN_SENT': edge(
      [
        [96, 106],
        [262, 106],
        [262, 168],
      ],
      [172, 119],
    ),
    'SYN_SENT>SYN_RECEIVED': edge(
      [
        [249, 178],
        [103, 178],
      ],
      [172, 162],
    ),
    'SYN_SENT>ESTABLISHED': edge(
      [
        [292, 200],
        [292, 260],
        [221, 260],
      ],
      [286, 226, 'end'],
    ),
    'SYN_RECEIVED>ESTABLISHED': edge(
      [
        [66, 200],
        [66, 260],
        [123, 260],
      ],
      [72, 226, 'start'],
    ),
    'SYN_RECEIVED>FIN_WAIT_1': edge(
      [
        [24, 200],
        [24, 332],
      ],
      [30, 282, 'start'],
    ),
    'ESTABLISHED>FIN_WAIT_1': edge(
      [
        [148, 282],
        [148, 342],
        [98, 342],
      ],
      [142, 306, 'end'],
    ),
    'ESTABLISHED>CLOSE_WAIT': edge(
      [
        [196, 282],
        [196, 342],
        [247, 342],
      ],
      [202, 306, 'start'],
    ),
    'FIN_WAIT_1>FIN_WAIT_2': edge(
      [
        [34, 364],
        [34, 424],
      ],
      [40, 410, 'start'],
    ),
    'FIN_WAIT_1>CLOSING': edge(
      [
        [98, 356],
        [172, 356],
        [172, 424],
      ],
      [166, 376, 'end'],
    ),
    'FIN_WAIT_2>TIME_WAIT': edge(
      [
        [53, 456],
        [53, 524],
        [129, 524],
      ],
      [59, 496, 'start'],
    ),
    'CLOSING>TIME_WAIT': edge(
      [
        [172, 456],
        [172, 508],
      ],
      [166, 480, 'end'],
    ),
    'CLOSE_WAIT>LAST_ACK': edge(
      [
        [300, 364],
        [300, 424],
      ],
      [294, 388, 'end'],
    ),
    'LAST_ACK>END': edge(
      [
        [306, 456],
        [306, 508],
      ],
      [300, 480, 'end'],
    ),
    'TIME_WAIT>END': edge(
      [
        [215, 524],
        [249, 524],
      ],
      [232, 552],
    ),
    'SYN_SENT:RST': reset([249, 192], [BUS, 192]),
    'SYN_RECEIVED:RST': reset([103, 192], [BUS, 192]),
    'ESTABLISHED:RST': reset([214, 282], [BUS, 298]),
    'FIN_WAIT_1:RST': reset([98, 350], [BUS, 350]),
    'FIN_WAIT_2:RST': reset([98, 430], [114, 430], [114, 408], [BUS, 408]),
    'CLOSING:RST': reset([215, ROWS.second], [BUS, ROWS.second]),
    'CLOSE_WAIT:RST': reset([247, 354], [BUS, 354]),
    'LAST_ACK:RST': reset([249, ROWS.second], [BUS, ROWS.second]),
    'TIME_WAIT:RST': {
      corners: [
        [215, 514],
        [249, 514],
      ],
      label: { x: 232, y: 509, anchor: 'middle' },
    },
  },
};

function reset(...corners: readonly Point[]): EdgePlace {
  return { corners: [...corners, ...busEnd], label: resetLabel };
}
