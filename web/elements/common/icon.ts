// The page's icons: one sprite of our own, for our elements and for Web Awesome's.
//
// Web Awesome fetches its built-in icons from `data:` URLs, which `connect-src 'self'` forbids; both of its libraries
// are therefore replaced by the sprite, which is one file of this origin.

import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';
import { css, html, type TemplateResult } from 'lit';
import spriteUrl from '../../icons/icons.svg';

/** An icon of the sprite, as large as the text around it. It is decoration: the control around it has the name. */
export function icon(name: string): TemplateResult {
  return html`<svg class="icon" aria-hidden="true"><use href=${`${spriteUrl}#${name}`}></use></svg>`;
}

export const iconStyles = css`
  .icon {
    inline-size: 1.15em;
    block-size: 1.15em;
    flex: none;
    vertical-align: -0.2em;
  }
`;

/** Gives Web Awesome's controls the sprite. Call once, before any of them is drawn. */
export function registerIcons(): void {
  for (const library of ['default', 'system']) {
    registerIconLibrary(library, { resolver: (name) => `${spriteUrl}#${name}`, spriteSheet: true });
  }
}
