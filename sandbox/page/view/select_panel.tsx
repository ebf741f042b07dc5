// The open list of a select: searchable when long, arrows move, Enter and Space pick.

import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icons.tsx';
import type { SelectItem } from './select.tsx';

const SEARCH_FROM = 9;
const SHOWN = 100;

interface Props {
  id: string;
  label: string;
  items: readonly SelectItem[];
  draft: readonly string[];
  min: number;
  max: number;
  onPick(value: string): void;
  onClose(): void;
}

export function SelectPanel(props: Props): JSX.Element {
  const { id, items, draft, max } = props;
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(firstActive(props));
  const searchable = items.length >= SEARCH_FROM;
  const wanted = query.trim().toLowerCase();
  const shown = items.filter(({ label }) => label.toLowerCase().includes(wanted)).slice(0, SHOWN);
  const panel = useShown(active);
  const owner = {
    'aria-activedescendant': shown[active] ? `${id}-${active}` : undefined,
    'data-first': '',
  };
  const search = (text: string): void => {
    setQuery(text);
    setActive(0);
  };
  return (
    <div
      class="select-panel"
      ref={panel}
      onKeyDown={(event) => onKey(event, { props, shown, active, searchable, setActive })}
    >
      {searchable && <Search {...props} owner={owner} query={query} onQuery={search} />}
      <ul
        {...(searchable ? {} : owner)}
        id={id}
        role="listbox"
        tabIndex={-1}
        aria-label={props.label}
        aria-multiselectable={max > 1 ? 'true' : undefined}
      >
        {shown.map((item, at) => (
          <Item
            key={item.value}
            id={`${id}-${at}`}
            item={item}
            active={at === active}
            chosen={draft.includes(item.value)}
            full={max > 1 && draft.length >= max && !draft.includes(item.value)}
            onPick={() => props.onPick(item.value)}
          />
        ))}
      </ul>
      {shown.length === 0 && <p class="empty">Nothing found.</p>}
      {max > 1 && <Footer {...props} />}
    </div>
  );
}

/** Takes the focus at once, before the next key, and keeps the active line in sight. */
function useShown(active: number): RefObject<HTMLDivElement | null> {
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    panel.current?.querySelector<HTMLElement>('[data-first]')?.focus({ preventScroll: true });
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    panel.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return panel;
}

interface Keys {
  props: Props;
  shown: readonly SelectItem[];
  active: number;
  searchable: boolean;
  setActive(at: number): void;
}

function onKey(event: KeyboardEvent, { props, shown, active, searchable, setActive }: Keys): void {
  const onButton = event.target instanceof HTMLButtonElement;
  const move = movement(event.key, active, shown.length);
  const picks = !onButton && (event.key === 'Enter' || (event.key === ' ' && !searchable));
  if (move !== null) setActive(move);
  else if (picks && shown[active]) props.onPick(shown[active].value);
  else if (event.key === 'Escape' || event.key === 'Tab') props.onClose();
  else if (!searchable && event.key.length === 1) setActive(typeAhead(shown, event.key, active));
  if (move !== null || picks || event.key === 'Escape') event.preventDefault();
}

interface SearchProps extends Props {
  owner: Record<string, string | undefined>;
  query: string;
  onQuery(text: string): void;
}

function Search({ id, label, owner, query, onQuery }: SearchProps): JSX.Element {
  return (
    <input
      {...owner}
      type="text"
      role="combobox"
      class="select-search"
      placeholder="Search"
      aria-label={`Search ${label}`}
      aria-expanded="true"
      aria-controls={id}
      value={query}
      onInput={(event) => onQuery(event.currentTarget.value)}
    />
  );
}

interface ItemProps {
  id: string;
  item: SelectItem;
  active: boolean;
  chosen: boolean;
  full: boolean;
  onPick(): void;
}

function Item({ id, item, active, chosen, full, onPick }: ItemProps): JSX.Element {
  return (
    <li
      id={id}
      role="option"
      class="select-item"
      aria-selected={chosen}
      aria-disabled={full ? 'true' : undefined}
      aria-label={item.label}
      data-active={active ? '' : undefined}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      {item.emoji && (
        <span class="emoji" aria-hidden="true">
          {item.emoji}
        </span>
      )}
      {item.color && <span class="dot" style={{ background: item.color }} />}
      <span class="select-words">
        <span>{item.label}</span>
        {item.description && <small>{item.description}</small>}
      </span>
      {chosen && <Icon name="check" />}
    </li>
  );
}

function Footer({ draft, min, max, onClose }: Props): JSX.Element {
  const rule =
    min === max ? `Pick ${min}` : min > 0 ? `Pick ${min} to ${max}` : `Pick up to ${max}`;
  return (
    <div class="select-footer">
      <span>
        {rule} · {draft.length} picked
      </span>
      <button
        type="button"
        class="button button-primary"
        disabled={draft.length < min}
        onClick={onClose}
      >
        Done
      </button>
    </div>
  );
}

function firstActive({ items, draft }: Props): number {
  return Math.max(
    0,
    items.findIndex(({ value }) => draft.includes(value)),
  );
}

function typeAhead(items: readonly SelectItem[], key: string, active: number): number {
  const fits = (at: number): boolean =>
    items[at % items.length]?.label.toLowerCase().startsWith(key.toLowerCase()) ?? false;
  for (let at = active + 1; at <= active + items.length; at += 1) {
    if (fits(at)) return at % items.length;
  }
  return active;
}

/** Where an arrow, Home or End leads in a list of `count`; null for other keys. */
export function movement(key: string, active: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (active + 1) % count;
  if (key === 'ArrowUp') return (active - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
