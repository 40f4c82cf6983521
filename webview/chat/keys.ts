/**
 * Enter sends and Shift+Enter starts a new line. While an input method composes, Enter belongs to it: browsers say so
 * by `isComposing`, older ones by key code 229.
 */
export function isSendKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing' | 'keyCode'>,
): boolean {
  if (event.isComposing || event.keyCode === 229) return false;
  return event.key === 'Enter' && !event.shiftKey && !event.altKey;
}

/**
 * Alt+Up and Alt+Down move between turns from anywhere; Home and End go to the first and last while a turn has the
 * focus; Escape returns from a turn to the composer.
 */
export function turnKeys(page: Document, root: HTMLElement, toComposer: () => void): void {
  page.addEventListener('keydown', (event) => {
    const turns = [...root.querySelectorAll<HTMLElement>('.turn')];
    const here = turns.findIndex((turn) => turn.contains(document.activeElement));
    const target = targetTurn(event, here, turns.length);
    if (event.key === 'Escape' && here >= 0) return toComposer();
    if (target === undefined) return;
    event.preventDefault();
    focusTurn(turns[target]);
  });
}

/** The index of the turn that a key leads to; `here` is −1 while no turn has the focus. */
export function targetTurn(
  event: Pick<KeyboardEvent, 'key' | 'altKey' | 'target'>,
  here: number,
  count: number,
): number | undefined {
  if (count === 0) return undefined;
  if (event.altKey && event.key === 'ArrowUp') return here < 0 ? count - 1 : Math.max(0, here - 1);
  if (event.altKey && event.key === 'ArrowDown') return here < 0 ? count - 1 : Math.min(count - 1, here + 1);
  if (here < 0 || event.altKey || usesArrows(event.target)) return undefined;
  if (event.key === 'Home') return 0;
  if (event.key === 'End') return count - 1;
  return undefined;
}

function usesArrows(target: unknown): boolean {
  const name = (target as { localName?: string } | null)?.localName ?? '';
  return ['input', 'textarea', 'vscode-text-area', 'vscode-text-field', 'vscode-radio', 'td', 'pre'].includes(name);
}

export function focusTurn(turn: HTMLElement | undefined): void {
  if (!turn) return;
  turn.focus({ preventScroll: true });
  turn.scrollIntoView({ block: 'nearest' });
}
