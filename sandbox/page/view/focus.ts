// Keeps the keyboard inside a dialog, and gives the focus back when it closes.

import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';

const FOCUSABLE = 'a[href], button:enabled, input:enabled, textarea:enabled, [tabindex="0"]';

function focusable(root: HTMLElement): HTMLElement[] {
  const all = [...root.querySelectorAll<HTMLElement>(FOCUSABLE)];
  return all.filter((element) => element.getClientRects().length > 0);
}

interface Options {
  onEscape(): void;
  /** Whether Tab goes round inside. */
  trap: boolean;
}

export function useDialogFocus(
  ref: RefObject<HTMLElement | null>,
  { onEscape, trap }: Options,
): void {
  // Before the next drawing: what lies below the dialog becomes inert and would lose the focus.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const root = ref.current;
    if (!root) return undefined;
    const first = root.querySelector<HTMLElement>('[data-autofocus]') ?? focusable(root)[0];
    (first ?? root).focus();
    return () => void setTimeout(() => giveBack(before));
  }, []);

  useEffect(() => {
    const root = ref.current;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) {
        event.preventDefault();
        onEscape();
      } else if (event.key === 'Tab' && trap && root) goRound(event, root);
    };
    root?.addEventListener('keydown', onKey);
    return () => root?.removeEventListener('keydown', onKey);
  });
}

/** Where the focus was; a composer that was drawn anew meanwhile stands for the old one. */
function giveBack(before: Element | null): void {
  const lost = document.activeElement === null || document.activeElement === document.body;
  if (!lost) return;
  const old = before instanceof HTMLElement && before !== document.body && before.isConnected;
  const goal = old ? before : document.querySelector<HTMLElement>('.composer textarea');
  goal?.focus({ preventScroll: true });
}

function goRound(event: KeyboardEvent, root: HTMLElement): void {
  const all = focusable(root);
  const edge = event.shiftKey ? all[0] : all[all.length - 1];
  const outside = !root.contains(document.activeElement);
  if (document.activeElement !== edge && !outside && document.activeElement !== root) return;
  event.preventDefault();
  (event.shiftKey ? all[all.length - 1] : all[0])?.focus();
}

/** Calls back when a press or the focus lands outside of an element. */
export function useOutside(
  ref: RefObject<HTMLElement | null>,
  active: boolean,
  onLeave: (target: Node) => void,
): void {
  useEffect(() => {
    if (!active) return undefined;
    const check = (event: Event): void => {
      if (event.target instanceof Node && !ref.current?.contains(event.target))
        onLeave(event.target);
    };
    document.addEventListener('pointerdown', check);
    document.addEventListener('focusin', check);
    return () => {
      document.removeEventListener('pointerdown', check);
      document.removeEventListener('focusin', check);
    };
  });
}
