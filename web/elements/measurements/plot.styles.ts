// The frame that all plots have: a heading with its key, the drawing, and a hint while there is nothing to draw.

import { css } from 'lit';

export const plotStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
  }

  figure {
    position: relative;
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
    margin: 0;
  }

  figcaption {
    display: flex;
    flex: none;
    gap: var(--space-3);
    overflow: hidden;
    color: var(--text-quiet);
    font-size: var(--size-tiny);
    line-height: 1.3rem;
    white-space: nowrap;
  }

  .heading {
    overflow: hidden;
    color: var(--text);
    font-weight: 600;
    text-overflow: ellipsis;
  }

  .plot {
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow: hidden;
  }

  .hint {
    position: absolute;
    inset: 1.3rem 1rem 1.2rem 4.2rem;
    display: grid;
    place-content: center;
    color: var(--text-quiet);
    font-size: var(--size-small);
    text-align: center;
    text-wrap: balance;
  }

  .key {
    flex: none;
  }

  .key::before {
    content: '';
    display: inline-block;
    inline-size: 1.4em;
    margin-inline-end: 0.4em;
    border-block-start: 2px solid var(--key);
    vertical-align: 0.25em;
  }

  .key.dashed::before,
  .key.dashedSteps::before {
    border-block-start-style: dashed;
  }

  .key.dots::before,
  .key.rings::before {
    inline-size: 0.35em;
    block-size: 0.35em;
    border: 0;
    border-radius: 50%;
    background: var(--key);
    vertical-align: 0.15em;
  }

  .key.rings::before {
    inline-size: 0.7em;
    block-size: 0.7em;
    border: 1.5px solid var(--key);
    background: none;
    vertical-align: -0.05em;
  }
`;
