// The list of keys and of TCP's words. Loaded when it is first asked for.

import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { KEYS_WITHIN, SHORTCUTS } from '../../controllers/shortcuts.ts';
import { glossary } from '../../model/glossary.ts';
import { baseStyles } from '../common/base.styles.ts';

@customElement('echo-keys-dialog')
export class KeysDialog extends LitElement {
  static override styles = [
    baseStyles,
    css`
      wa-dialog {
        --width: min(64rem, calc(100vw - 2rem));
      }

      .lists {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
        gap: var(--space-4) 2rem;
        padding: var(--space-2);
        border-radius: var(--radius-small);
        font-size: var(--size-text);
      }

      .lists:focus-visible {
        outline-color: var(--line-strong);
        outline-width: 1px;
      }

      h3 {
        margin-block-end: var(--space-2);
        font-weight: 650;
      }

      h4 {
        margin-block: var(--space-3) var(--space-2);
        color: var(--text-quiet);
        font-size: var(--size-small);
        font-weight: 600;
      }

      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.35rem var(--space-4);
        margin: 0;
      }

      dt {
        font-weight: 600;
      }

      dd {
        margin: 0;
      }

      kbd {
        display: inline-block;
        min-inline-size: 1.6em;
        padding: 0.05em 0.4em;
        border: 1px solid var(--line);
        border-block-end-width: 2px;
        border-radius: var(--radius-small);
        background: var(--surface-sunken);
        font: inherit;
        font-size: var(--size-small);
        font-weight: 500;
        text-align: center;
      }

      .source {
        color: var(--text-quiet);
        white-space: nowrap;
      }

      @media (max-width: 760px) {
        .lists {
          grid-template-columns: minmax(0, 1fr);
        }

        dl:not(.keys) {
          grid-template-columns: 1fr;
          gap: 0;
        }

        dl:not(.keys) dd {
          margin-block-end: 0.5rem;
        }
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<wa-dialog label="Keys and words" open light-dismiss>
      <div class="lists" tabindex="0" role="region" aria-label="Keys and words">
        <section>
          <h3>Keys</h3>
          ${keyList(SHORTCUTS)}
          ${KEYS_WITHIN.map(({ place, keys }) => html`<h4>${place}</h4>${keyList(keys)}`)}
        </section>
        <section>
          <h3>TCP’s words</h3>
          <dl>
            ${glossary.map(
              ({ word, sentence, source }) =>
                html`<dt>${word}</dt><dd>${sentence} <span class="source">${source}</span></dd>`,
            )}
          </dl>
        </section>
      </div>
    </wa-dialog>`;
  }
}

function keyList(keys: readonly { readonly keys: string; readonly does: string }[]): TemplateResult {
  return html`<dl class="keys">
    ${keys.map(
      ({ keys, does }) =>
        html`<dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${does}</dd>`,
    )}
  </dl>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'echo-keys-dialog': KeysDialog;
  }
}
