// Draws the state diagram of RFC 9293 figure 5: boxes, arrows with their words, the way that each end took, and where
// both are. The ends differ by form as well as by colour:
//
//   client   solid thick line, round tag           server   dashed line, square tag

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import {
  linesOf,
  NODES,
  type NodeId,
  stateOf,
  TRANSITIONS,
  type Transition,
  type TransitionId,
  transitionId,
} from '../../model/states/diagram.ts';
import { type DiagramLayout, LINE_HEIGHT, NODE_HEIGHT, outline } from '../../model/states/layout.ts';
import { ENDS, type EndName } from '../../model/states/life-cycle.ts';
import type { EndPath } from '../../model/states/state-path.ts';

/** One end as the diagram shows it. */
export interface ShownEnd {
  readonly path: EndPath;
  /** What is left of TIME_WAIT, as text; undefined elsewhere and where the kernel does not tell. */
  readonly remaining: string | undefined;
}

export type ShownEnds = Readonly<Record<EndName, ShownEnd>>;

/** The diagram; `words` says what it shows to whoever cannot see it. */
export function stateDiagram(layout: DiagramLayout, ends: ShownEnds, words: string): TemplateResult {
  const taken = {
    client: new Set(ends.client.path.steps.map(({ transition }) => transitionId(transition))),
    server: new Set(ends.server.path.steps.map(({ transition }) => transitionId(transition))),
  };
  const isTaken = (id: TransitionId): boolean => taken.client.has(id) || taken.server.has(id);
  const shown = TRANSITIONS.filter(
    (transition) => transition.kind !== 'reset' || isTaken(transitionId(transition)),
  );
  return html`<svg viewBox="0 0 ${layout.width} ${layout.height}" role="img" aria-label=${words}>
    ${shown.filter((transition) => !isTaken(transitionId(transition))).map((transition) => arrow(layout, transition))}
    ${ENDS.map((name) => shown.filter((transition) => taken[name].has(transitionId(transition))).map((transition) => arrow(layout, transition, name)))}
    ${shown.map((transition) => label(layout, transition, isTaken(transitionId(transition))))}
    ${NODES.map((node) => box(layout, node, ends))}
  </svg>`;
}

/** An arrow as the figure has it, or as the end `name` took it. */
function arrow(
  layout: DiagramLayout,
  transition: Transition,
  name?: EndName,
): SVGTemplateResult | typeof nothing {
  const place = layout.edges[transitionId(transition)];
  if (place === undefined) return nothing;
  const { line, head } = outline(place.corners);
  const classes = classMap({ arrow: true, [transition.kind]: true, [name ?? 'untaken']: true });
  return svg`<g class=${classes}><path class="line" d=${line} /><path class="head" d=${head} /></g>`;
}

function label(
  layout: DiagramLayout,
  transition: Transition,
  isTaken: boolean,
): SVGTemplateResult | typeof nothing {
  const place = layout.edges[transitionId(transition)]?.label;
  if (place === undefined) return nothing;
  const classes = classMap({ words: true, [transition.kind]: true, taken: isTaken });
  const { x, y, anchor } = place;
  return svg`<text class=${classes} text-anchor=${anchor}>${linesOf(transition).map(
    (line, index) => svg`<tspan x=${x} y=${y + index * LINE_HEIGHT}>${line}</tspan>`,
  )}</text>`;
}

const TAG_HEIGHT = 12;
const TAG_GAP = 3;

function box(layout: DiagramLayout, node: NodeId, ends: ShownEnds): SVGTemplateResult {
  const { x, y, width } = layout.nodes[node];
  const here = ENDS.filter((name) => ends[name].path.node === node);
  const wasHere = ENDS.some((name) =>
    ends[name].path.steps.some(({ transition }) => transition.from === node || transition.to === node),
  );
  const classes = classMap({
    box: true,
    passed: wasHere,
    lit: here.length > 0,
    client: here.includes('client'),
    server: here.includes('server'),
  });
  const frame = (className: string): SVGTemplateResult => svg`<rect
    class=${className}
    x=${x - width / 2}
    y=${y - NODE_HEIGHT / 2}
    width=${width}
    height=${NODE_HEIGHT}
    rx="7"
  />`;
  return svg`<g class=${classes}>
    ${frame('frame')}
    ${here.length === ENDS.length ? frame('second') : nothing}
    <text class="name" x=${x} y=${here.length > 0 ? y - 2.5 : y + 3.8}>${stateOf(node)}</text>
    ${tags(here, ends, x, y + 2)}
  </g>`;
}

/** The names of the ends that are in a box, side by side. */
function tags(here: readonly EndName[], ends: ShownEnds, x: number, top: number): SVGTemplateResult[] {
  const texts = here.map((name) => {
    const { remaining } = ends[name];
    return here.length === 1 && remaining !== undefined ? `${name} ${remaining}` : name;
  });
  // The narrowest of fonts differ little in how wide such short words are.
  const widths = texts.map((text) => text.length * 4.7 + 9);
  const whole = widths.reduce((sum, width) => sum + width, TAG_GAP * (widths.length - 1));
  let left = x - whole / 2;
  return here.map((name, index) => {
    const width = widths[index] ?? 0;
    const start = left;
    left += width + TAG_GAP;
    return svg`<g class=${`tag ${name}`}>
      <rect x=${start} y=${top} width=${width} height=${TAG_HEIGHT - 1} rx=${name === 'client' ? TAG_HEIGHT / 2 : 1.5} />
      <text x=${start + width / 2} y=${top + 8.4}>${texts[index]}</text>
    </g>`;
  });
}
