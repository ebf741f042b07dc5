// One option of a command: its name and a field, with a list when there is something to pick from.

import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { OPTION } from '../command/discord.ts';
import type { Option } from '../command/list.ts';
import type { Entry } from '../command/options.ts';
import { movement } from './select_panel.tsx';

const KINDS: Readonly<Record<number, string>> = {
  [OPTION.string]: 'text',
  [OPTION.integer]: 'whole number',
  [OPTION.boolean]: 'true or false',
  [OPTION.user]: 'person',
  [OPTION.channel]: 'channel',
  [OPTION.role]: 'role',
  [OPTION.mentionable]: 'person or role',
  [OPTION.number]: 'number',
  [OPTION.attachment]: 'file',
};

interface Props {
  option: Option;
  entry: Entry | undefined;
  error: string | undefined;
  /** Names of options that are not shown yet: " name:" in the text begins one. */
  others: readonly string[];
  list: { id: string; active: number; count: number } | null;
  onFocus(): void;
  onChange(entry: Entry): void;
  onMove(active: number): void;
  onChoose(): void;
  onAdd(name: string): void;
  /** Backspace in the empty field. */
  onRemove(): void;
  onBack(): void;
}

export function OptionChip(props: Props): JSX.Element {
  const { option, entry, error, list } = props;
  const text = entry?.text ?? '';
  const kind = KINDS[option.type] ?? 'text';
  const noteId = useId();
  const { take, onKeyDown } = typing(props);

  return (
    <label class={error ? 'chip invalid' : 'chip'}>
      <span class="chip-name">
        {option.name}
        {option.required && <b aria-hidden="true">*</b>}
      </span>
      <input
        type="text"
        role={list ? 'combobox' : undefined}
        size={Math.min(40, Math.max(6, text.length + 1, text === '' ? kind.length : 0))}
        value={text}
        placeholder={kind}
        inputMode={option.type === OPTION.integer ? 'numeric' : undefined}
        autocomplete="off"
        spellcheck={false}
        aria-label={option.name}
        aria-required={option.required ? 'true' : undefined}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={noteId}
        aria-autocomplete={list ? 'list' : undefined}
        aria-expanded={list ? 'true' : undefined}
        aria-controls={list?.id}
        aria-activedescendant={list && list.count > 0 ? `${list.id}-${list.active}` : undefined}
        data-option={option.name}
        data-testid={`option-${option.name}`}
        onFocus={props.onFocus}
        onInput={(event) => take(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span id={noteId} class="visually-hidden">{`${option.description}. ${error ?? kind}`}</span>
    </label>
  );
}

interface Typing {
  take(text: string): void;
  onKeyDown(event: KeyboardEvent): void;
}

function typing(props: Props): Typing {
  const { list } = props;
  const text = props.entry?.text ?? '';
  const take = (typed: string): void => {
    const mark = /\s([\p{L}\p{N}_-]{1,32}):$/u.exec(typed);
    const name = mark?.[1];
    const begins = name !== undefined && props.others.includes(name);
    props.onChange({ text: begins ? typed.slice(0, mark?.index) : typed });
    if (begins) props.onAdd(name);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const move =
      list && event.key.startsWith('Arrow') ? movement(event.key, list.active, list.count) : null;
    const pickable = list !== null && list.count > 0;
    if (move !== null) props.onMove(move);
    else if (event.key === 'Enter' && pickable) props.onChoose();
    else if (event.key === 'Tab' && pickable && text !== '' && !event.shiftKey) props.onChoose();
    else if (event.key === 'Escape') props.onBack();
    else if (event.key === 'Backspace' && text === '') props.onRemove();
    else return;
    event.preventDefault();
  };
  return { take, onKeyDown };
}
