// "Where are the bytes?": the way of a connection's bytes as a picture, one row a direction. What the kernels hold is
// hatched and stands on a ground of its own, what the processes hold is plain.
//
//            gateway      client's kernel            server's kernel    server
//   browser ╳ [▓▓  ] ─►  [send queue    ] ══TCP══► [receive queue  ] ╳ ┌────┐
//           ◄ [    ] ◄╳  [receive queue ] ◄══TCP══ [send queue     ] ◄ └────┘

import { html, nothing, type TemplateResult } from 'lit';
import type { Endpoint } from '../../../server/protocol/endpoint.ts';
import type { KernelSample } from '../../../server/protocol/kernel.ts';
import { formatBytes, formatPort } from '../../model/format.ts';
import type { Wire } from '../../model/kernel/byte-path.ts';
import { ABSENT, describeTimer } from '../../model/kernel/end-figures.ts';
import type { GaugeScale } from '../../model/kernel/gauge-scale.ts';
import type { EndName } from '../../model/states/life-cycle.ts';
import '../common/term.ts';

/** What the picture shows. */
export interface ShownBytes {
  /** Everything is "–" while there is none. */
  readonly sample: KernelSample | undefined;
  readonly up: Wire;
  readonly down: Wire;
  /** The client end is the gateway's, for a browser; else it is somebody else's program. */
  readonly hasGateway: boolean;
}

export function bytePath({ sample, up, down, hasGateway }: ShownBytes, scale: GaugeScale): TemplateResult {
  const { upstream, downstream, server, readsWebSocket, readsSocket, serverReads } = sample?.process ?? {};
  const gauge = gaugeOf(scale);
  return html`<div class="path">
    <div class="ground gateway"></div>
    <div class="ground kernel of-client"></div>
    <div class="ground kernel of-server"></div>
    <div class="ground server"></div>

    ${hasGateway ? html`<div class="head browser">browser</div>` : nothing}
    <div class="head gateway"><b>${hasGateway ? 'gateway' : 'client'}</b> <echo-term word="process"></echo-term></div>
    ${kernelHead('client', sample?.client)}
    <div class="head wire-head">TCP</div>
    ${kernelHead('server', sample?.server)}
    <div class="head server"><b>server</b> <echo-term word="process"></echo-term></div>

    <div class="row up" role="group" aria-label="To the server">
      ${hasGateway ? valve('v1', readsWebSocket, 'The gateway does not read the WebSocket.') : nothing}
      ${gauge({ place: 'gateway process', label: 'buffer', bytes: upstream })}
      ${arrow('v2')}
      ${gauge({ place: 'of-client kernel', label: 'send queue', bytes: up.sendQueue })}
      ${wire(up)}
      ${gauge({ place: 'of-server kernel', label: 'receive queue', bytes: up.receiveQueue, isFull: up.zeroWindow !== undefined })}
      ${valve('v3', serverReads, 'The server does not read its socket.')}
    </div>
    <div class="row down" role="group" aria-label="To the client">
      ${hasGateway ? arrow('v1') : nothing}
      ${gauge({ place: 'gateway process', label: 'buffer', bytes: downstream })}
      ${valve('v2', readsSocket, 'The gateway does not read its socket.')}
      ${gauge({ place: 'of-client kernel', label: 'receive queue', bytes: down.receiveQueue, isFull: down.zeroWindow !== undefined })}
      ${wire(down)}
      ${gauge({ place: 'of-server kernel', label: 'send queue', bytes: down.sendQueue })}
      ${arrow('v3')}
    </div>
    ${gauge({ place: 'server process', label: 'buffer', bytes: server })}
  </div>`;
}

function kernelHead(name: EndName, endpoint: Endpoint | undefined): TemplateResult {
  return html`<div class="head of-${name}"
    ><b>${name} end</b> <echo-term word="kernel"></echo-term> <span class="bytes">${endpoint ? formatPort(endpoint.port) : ''}</span></div
  >`;
}

interface Gauge {
  /** Classes: where it stands, and whose it is. */
  readonly place: string;
  readonly label: string;
  readonly bytes: number | undefined;
  /** It takes no more, however little that is on the common scale. */
  readonly isFull?: boolean;
}

/** A bar that is as full as the stop is, with the bytes in figures. */
function gaugeOf(scale: GaugeScale): (gauge: Gauge) => TemplateResult {
  return ({ place, label, bytes, isFull = false }) => {
    const percent = (bytes === undefined ? 0 : scale.share(bytes) * 100).toFixed(2);
    return html`<div class="gauge ${place} ${bytes ? 'holds' : ''} ${isFull ? 'full' : ''}">
      <span class="label">${label}</span>
      <span class="value figures">${bytes === undefined ? ABSENT : formatBytes(bytes)}${isFull ? ' full' : ''}</span>
      <div class="bar" aria-hidden="true"><div class="fill" style="inline-size:${percent}%"></div></div>
    </div>`;
  };
}

/** The two kernels' connection in one direction: open, or held by a zero window. */
function wire({ zeroWindow, windowBytes }: Wire): TemplateResult {
  if (zeroWindow === undefined) {
    return html`<div class="wire">
      <div class="line" aria-hidden="true"></div>
      <span class="window figures">${windowBytes === undefined ? nothing : `window ${formatBytes(windowBytes)}`}</span>
    </div>`;
  }
  const { probeInMs, unanswered } = zeroWindow;
  const probe =
    probeInMs === undefined
      ? ''
      : describeTimer({ timer: 'zeroWindowProbe', timerMs: probeInMs, unanswered });
  return html`<div class="wire shut">
    <div class="line" aria-hidden="true"></div>
    <div class="plate">
      <b><echo-term word="zeroWindow">ZERO WINDOW</echo-term></b>
      <span>receiver takes no more</span>
      <span class="figures">${probe}</span>
    </div>
  </div>`;
}

function arrow(place: string): TemplateResult {
  return html`<div class="link ${place}" aria-hidden="true"><div class="line"></div></div>`;
}

/** An arrow, cut where nobody reads; `words` says who does not read what. */
function valve(place: string, reads: boolean | undefined, words: string): TemplateResult {
  if (reads !== false) return arrow(place);
  return html`<div class="link ${place} shut" title=${words}>
    <div class="line" aria-hidden="true"></div>
    <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7" /><path d="M6 5v6M10 5v6" /></svg>
    <span>paused</span>
    <span class="spoken">${words}</span>
  </div>`;
}
