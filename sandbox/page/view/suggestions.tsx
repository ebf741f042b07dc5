// The list above the composer: commands, options or choices. The focus stays in the field that
// asked for it; the field names the active line with aria-activedescendant.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface Suggestion {
  key: string;
  name: string;
  note?: string | undefined;
  hint?: string | undefined;
}

interface Props {
  id: string;
  title: string;
  items: readonly Suggestion[];
  active: number;
  /** Said instead of an empty list. */
  empty: string;
  testId: string;
  onPick(at: number): void;
}

export function Suggestions({
  id,
  title,
  items,
  active,
  empty,
  testId,
  onPick,
}: Props): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  }, [active, items.length]);
  return (
    <div class="suggestions" data-testid={testId}>
      <p class="suggestions-title">{title}</p>
      {items.length === 0 && empty && <p class="empty">{empty}</p>}
      <ul id={id} role="listbox" aria-label={title} ref={list}>
        {items.map((item, at) => (
          <li
            key={item.key}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            aria-label={item.name}
            aria-description={item.note}
            data-active={at === active ? '' : undefined}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onPick(at)}
          >
            <strong>{item.name}</strong>
            {item.note && <span>{item.note}</span>}
            {item.hint && <small>{item.hint}</small>}
          </li>
        ))}
      </ul>
    </div>
  );
}
