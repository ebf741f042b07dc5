// A select as messages and modals show it: a button that opens a list.
//
//   closed ──press──> open ──one picked (max 1)──────────> closed, told
//                      └──Done, Escape, press outside────> closed, told if it changed and suffices

import type { JSX, RefObject } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useOutside } from './focus.ts';
import { Dots, Icon } from './icons.tsx';
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
  const { items, min, max, values } = props;
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

  return (
    <div class={`select${open ? ' open' : ''}`} ref={root}>
      <Trigger
        {...props}
        trigger={trigger}
        listId={listId}
        open={open}
        shown={items.filter(({ value }) => draft.includes(value))}
        onToggle={() => (open ? close(draft, true) : setOpen(true))}
      />
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

interface TriggerProps extends SelectProps {
  trigger: RefObject<HTMLButtonElement | null>;
  listId: string;
  open: boolean;
  shown: readonly SelectItem[];
  onToggle(): void;
}

function Trigger(props: TriggerProps): JSX.Element {
  const { shown, open, busy, label } = props;
  const chosen = labels(shown);
  return (
    <button
      ref={props.trigger}
      id={props.id}
      type="button"
      role="combobox"
      class="select-trigger"
      aria-haspopup="listbox"
      aria-expanded={open}
      aria-controls={props.listId}
      aria-label={chosen === '' ? label : `${label}: ${chosen}`}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      disabled={props.disabled}
      data-testid={props.testId}
      onClick={() => !busy && props.onToggle()}
      onKeyDown={(event) => {
        if (open || busy || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
        event.preventDefault();
        props.onToggle();
      }}
    >
      <span class={chosen === '' ? 'select-value placeholder' : 'select-value'}>
        {chosen === '' ? props.placeholder : chosen}
      </span>
      {busy ? <Dots /> : <Icon name="chevron" />}
    </button>
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
