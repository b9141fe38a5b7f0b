// One target in the panel.
//
//   echo-iterative        ✓ up     2 open
//   one client at a time: the next one waits until it has gone
//   nc 127.0.0.1 40123 ⧉                  [New client] [Use for new clients]

import { html, nothing, type TemplateResult } from 'lit';
import { formatEndpoint } from '../../../server/protocol/endpoint.ts';
import type { SessionView, TargetView } from '../../../server/protocol/observe.ts';
import { formatCount } from '../../model/format.ts';
import { countOpen, describeHealth, isObserved, terminalCommand } from '../../model/targets/target-words.ts';
import { icon } from '../common/icon.ts';

export interface TargetRow {
  readonly sessions: ReadonlyMap<string, SessionView>;
  /** New clients get it. */
  readonly isCurrent: boolean;
  readonly onCopy: (command: string) => void;
  readonly onAdd: () => void;
  readonly onUse: () => void;
}

export function renderTarget(target: TargetView, row: TargetRow): TemplateResult {
  const { name, description, health } = target;
  const { word, icon: picture, sentence } = describeHealth(target);
  return html`<li>
    <div class="head">
      <b>${name}</b>
      <span class="health ${health}">${icon(picture)} ${word}</span>
      <span class="open figures">${openWords(target, row)}</span>
    </div>
    <p class="description">${description}</p>
    ${sentence === '' ? nothing : html`<p class="why ${health}">${sentence}</p>`}
    <div class="foot">
      ${renderEndpoint(target, row)}
      <button class="button" aria-label=${`New client of ${name}`} @click=${row.onAdd}>${icon('plus')} New client</button>
      <button
        class="button use"
        aria-label=${`Use for new clients: ${name}`}
        aria-pressed=${row.isCurrent ? 'true' : 'false'}
        @click=${row.onUse}
      >${row.isCurrent ? icon('check') : nothing} Use for new clients</button>
    </div>
  </li>`;
}

function openWords(target: TargetView, { sessions }: TargetRow): string {
  const open = formatCount(countOpen(target, sessions.values()));
  return isObserved(target) ? `${open} open` : `${open} open from here`;
}

function renderEndpoint(target: TargetView, { onCopy }: TargetRow): TemplateResult {
  const command = terminalCommand(target);
  if (command === undefined) {
    return html`<span class="where bytes">${target.endpoint ? formatEndpoint(target.endpoint) : ''}</span>`;
  }
  return html`<span class="where"
    ><code class="bytes">${command}</code
    ><button class="button bare square" aria-label=${`Copy ${command}`} title="Copy" @click=${() => onCopy(command)}
      >${icon('copy')}</button
    ></span
  >`;
}
