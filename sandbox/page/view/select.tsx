// A select as messages and modals show it: a button that opens a list.
//
//   closed ──press──> open ──one picked (max 1)──────────> closed, told
//                      └──Done, Escape, press outside────> closed, told if it changed and suffices

import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useOutside } from './focus.ts';
import { Icon } from './icons.tsx';
import { SelectPanel } from './select_panel.tsx';

export interface SelectItem {
  value: string;
  label: string;
  description?: string | undefined;
  emoji?: string | undefined;
  color?: string | null | undefined;
}

export interface SelectProps {
  id?: string;
  label: string;
  placeholder: string;
  items: readonly SelectItem[];
  min: number;
  max: number;
  values: readonly string[];
  disabled?: boolean;
  busy?: boolean;
  describedBy?: string | undefined;
  invalid?: boolean;
  testId?: string;
  onChange(values: string[]): void;
}

export function Select(props: SelectProps): JSX.Element {
  const { items, min, max, values, disabled, busy } = props;
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<readonly string[]>(values);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const listId = useId();

  useEffect(() => setDraft(values), [values.join(' ')]);

  const close = (picked: readonly string[], refocus: boolean): void => {
    setOpen(false);
    if (refocus) trigger.current?.focus();
    const changed = picked.join(' ') !== values.join(' ');
    if (changed && picked.length >= min) props.onChange([...picked]);
    else setDraft(values);
  };
  const pick = (value: string): void => {
    const next = toggled(draft, value, min, max);
    setDraft(next);
    if (max === 1) close(next, true);
  };
  useOutside(root, open, () => close(draft, false));

  const shown = items.filter(({ value }) => draft.includes(value));
  return (
    <div class={`select${open ? ' open' : ''}`} ref={root}>
      <button
        ref={trigger}
        id={props.id}
        type="button"
        role="combobox"
        class="select-trigger"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={listId}
        aria-label={shown.length > 0 ? `${props.label}: ${labels(shown)}` : props.label}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid ? 'true' : undefined}
        aria-busy={busy ? 'true' : undefined}
        disabled={disabled}
        data-testid={props.testId}
        onClick={() => !busy && (open ? close(draft, true) : setOpen(true))}
        onKeyDown={(event) => {
          if (open || busy || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <span class={shown.length > 0 ? 'select-value' : 'select-value placeholder'}>
          {shown.length > 0 ? labels(shown) : props.placeholder}
        </span>
        {busy ? (
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
        ) : (
          <Icon name="chevron" />
        )}
      </button>
      {open && (
        <SelectPanel
          id={listId}
          label={props.label}
          items={items}
          draft={draft}
          min={min}
          max={max}
          onPick={pick}
          onClose={() => close(draft, true)}
        />
      )}
    </div>
  );
}

function labels(items: readonly SelectItem[]): string {
  return items.map(({ label }) => label).join(', ');
}

function toggled(draft: readonly string[], value: string, min: number, max: number): string[] {
  if (draft.includes(value)) {
    return max === 1 && min > 0 ? [...draft] : draft.filter((one) => one !== value);
  }
  if (max === 1) return [value];
  return draft.length >= max ? [...draft] : [...draft, value];
}
