// A side of the page. Wide screens always show it; on narrow ones it slides in over the chat, and
// Escape, a press beside it or going somewhere closes it.

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  side: 'left' | 'right';
  open: boolean;
  label: string;
  onClose(): void;
  children: ComponentChildren;
}

export function Drawer({ side, open, label, onClose, children }: Props): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const before = document.activeElement;
    root.current?.querySelector<HTMLElement>('a, button')?.focus();
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [open]);
  return (
    <>
      {open && <div class="drawer-shade" aria-hidden="true" onClick={onClose} />}
      <div
        ref={root}
        class={`drawer drawer-${side}${open ? ' open' : ''}`}
        data-testid={`drawer-${side}`}
        aria-label={open ? label : undefined}
        role={open ? 'dialog' : undefined}
      >
        {children}
      </div>
    </>
  );
}
