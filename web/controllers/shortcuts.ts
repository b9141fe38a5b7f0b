// The page's keys: single letters while nobody types, and Alt with an arrow from one message box to the next.

export const SHORTCUTS = [
  { keys: 'Enter', does: 'Send the message' },
  { keys: '↑ ↓', does: 'Recall sent messages in a message box' },
  { keys: 'Alt ↑ ↓', does: 'Message box of the client before, after' },
  { keys: 'N', does: 'New client' },
  { keys: '/', does: 'Filter the clients' },
  { keys: 'P', does: 'Presentation size' },
  { keys: 'T', does: 'Light, dark or system theme' },
  { keys: '?', does: 'This list' },
  { keys: 'Esc', does: 'Leave a field; close a menu or dialog' },
] as const;

/** Keys of what has the focus; its element answers them. */
export const KEYS_WITHIN = [
  {
    place: 'In a list',
    keys: [
      { keys: '↑ ↓', does: 'Line before, after' },
      { keys: 'Enter', does: 'Inspect the line' },
    ],
  },
  {
    place: 'In the timeline',
    keys: [
      { keys: '← →', does: 'Earlier, later' },
      { keys: '+ −', does: 'Zoom in, out' },
      { keys: '0', does: 'All of it' },
      { keys: 'End', does: 'The newest' },
      { keys: '↓ ↑', does: 'Next event, event before' },
      { keys: 'Enter', does: 'Inspect the event’s bytes' },
    ],
  },
] as const;

export type ShortcutAction = 'add' | 'filter' | 'presentation' | 'theme' | 'help' | 'previous' | 'next';

/** The action that a key press asks for; undefined when somebody types, in a menu, or with other modifiers. */
export function shortcutOf(event: KeyboardEvent): ShortcutAction | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || isInMenu(event)) return undefined;
  if (event.altKey) {
    if (event.key === 'ArrowUp') return 'previous';
    return event.key === 'ArrowDown' ? 'next' : undefined;
  }
  if (isTyping(event)) return undefined;
  switch (event.key) {
    case 'n':
    case 'N':
      return 'add';
    case '/':
      return 'filter';
    case 'p':
    case 'P':
      return 'presentation';
    case 't':
    case 'T':
      return 'theme';
    case '?':
      return 'help';
    default:
      return undefined;
  }
}

/** An open menu takes letters itself, to find its items. */
function isInMenu(event: KeyboardEvent): boolean {
  return event.composedPath().some((node) => node instanceof Element && node.matches('wa-dropdown[open]'));
}

function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return (
    target instanceof HTMLElement &&
    (target.matches('input:not([type=radio], [type=checkbox]), textarea, select') || target.isContentEditable)
  );
}
