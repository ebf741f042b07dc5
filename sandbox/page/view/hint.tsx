// What to do first, for somebody who has never been here.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useHere } from './context.ts';
import { Icon } from './icons.tsx';

const KEY = 'on-the-clock-hint-seen';

export function Hint(): JSX.Element | null {
  const { world, startCommand } = useHere();
  const [seen, setSeen] = useState(wasSeen);
  if (seen) return null;
  const close = (): void => {
    remember();
    setSeen(true);
  };
  return (
    <div class="hint" role="note" data-testid="hint">
      <p>
        You are <strong>{world.me.display_name}</strong>. Pick a person above, then type{' '}
        <button type="button" class="mention" onClick={() => startCommand('clock')}>
          /clock
        </button>
      </p>
      <button type="button" class="icon-button" aria-label="Close the hint" onClick={close}>
        <Icon name="close" />
      </button>
    </div>
  );
}

function wasSeen(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

/** A browser that stores nothing shows the hint again: that is all right. */
function remember(): void {
  try {
    localStorage.setItem(KEY, 'yes');
  } catch {
    // Storage is switched off.
  }
}
