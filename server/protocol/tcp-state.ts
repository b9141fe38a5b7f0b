// The connection states of RFC 9293 §3.3.2, and which of them a process can infer from its own socket's events.
//
// The kernel's own state can differ for an instant: it alone knows when a FIN was acknowledged and of TIME_WAIT's
// two maximum segment lifetimes. A FIN that is known to wait behind other bytes is in FIN_WAIT_1 here, any other in
// FIN_WAIT_2. Whoever shows a state from here labels it "inferred".

import * as v from 'valibot';

/** Every state of RFC 9293, in the order of figure 5. */
export const TCP_STATES = [
  'CLOSED',
  'LISTEN',
  'SYN_SENT',
  'SYN_RECEIVED',
  'ESTABLISHED',
  'FIN_WAIT_1',
  'FIN_WAIT_2',
  'CLOSING',
  'CLOSE_WAIT',
  'LAST_ACK',
  'TIME_WAIT',
] as const;

export const tcpStateSchema = v.picklist(TCP_STATES);

export type TcpState = v.InferOutput<typeof tcpStateSchema>;

/** What one end of a connection did and saw. */
export interface TcpHistory {
  /** The three-way handshake is complete. */
  readonly established: boolean;
  readonly finSent: boolean;
  /** Our FIN is known to wait behind bytes that the peer cannot have yet. Default: false, it is not known. */
  readonly finWaits?: boolean;
  readonly finReceived: boolean;
  /** Which FIN came first, once both were seen. */
  readonly closedFirst: 'here' | 'peer' | undefined;
  /** The connection was aborted or is gone: RST in either direction, an error, or the end of LAST_ACK. */
  readonly gone: boolean;
}

/** The state that an end with this history is in. */
export function inferTcpState({
  established,
  finSent,
  finWaits = false,
  finReceived,
  closedFirst,
  gone,
}: TcpHistory): TcpState {
  if (gone) return 'CLOSED';
  if (!established) return 'SYN_SENT';
  if (finSent && finReceived) return closedFirst === 'peer' ? 'LAST_ACK' : 'TIME_WAIT';
  if (finSent) return finWaits ? 'FIN_WAIT_1' : 'FIN_WAIT_2';
  if (finReceived) return 'CLOSE_WAIT';
  return 'ESTABLISHED';
}
