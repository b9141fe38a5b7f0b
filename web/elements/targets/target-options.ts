// The operator's list as the options of a native menu, in groups; a target that is down says so.

import { html, nothing, type TemplateResult } from 'lit';
import type { TargetView } from '../../../server/protocol/observe.ts';
import { groupTargets } from '../../model/targets/target-groups.ts';
import { menuLabel } from '../../model/targets/target-words.ts';

/** `selected`: name of the chosen one, which need not be on the list any more. */
export function targetOptions(targets: readonly TargetView[], selected: string): TemplateResult {
  const groups = groupTargets(targets);
  const options = groups.map(
    (group) => html`<optgroup label=${group.title}>
      ${group.targets.map((target) => option(target.name, menuLabel(target), selected))}
    </optgroup>`,
  );
  return html`${targets.some(({ name }) => name === selected) ? nothing : strangeOption(selected)}${options}`;
}

/** The chosen one alone, for a menu that nobody has opened yet. */
export function chosenOption(target: TargetView | undefined, name: string): TemplateResult {
  return target ? option(name, menuLabel(target), name) : strangeOption(name);
}

function strangeOption(name: string): TemplateResult {
  return option(name, `${name} (not listed)`, name);
}

function option(name: string, label: string, selected: string): TemplateResult {
  return html`<option value=${name} ?selected=${name === selected}>${label}</option>`;
}
