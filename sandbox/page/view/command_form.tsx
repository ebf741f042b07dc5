// A picked command with its options. Required ones stand there from the start; the others are added
// from the last field. Enter sends, Tab goes on, Escape leads back to the text.

import type { JSX } from 'preact';
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { OPTION } from '../command/discord.ts';
import type { Line, Option } from '../command/list.ts';
import { readOptions, type Choice, type Entries, type Entry } from '../command/options.ts';
import { directoryOf } from '../state/names.ts';
import { useHere } from './context.ts';
import { Icon } from './icons.tsx';
import { OptionChip } from './option_chip.tsx';
import { MoreOptions } from './more_options.tsx';
import { Suggestions } from './suggestions.tsx';
import { useChoices } from './use_choices.ts';

interface Props {
  line: Line;
  first: Entries;
  onLeave(text: string): void;
}

/** The name of the field that adds options. */
const MORE = '';

export function CommandForm({ line, first, onLeave }: Props): JSX.Element {
  const { chat, world, place } = useHere();
  const directory = useMemo(() => directoryOf(world, place), [world, place]);
  const [entries, setEntries] = useState<Entries>(first);
  const [added, setAdded] = useState<readonly string[]>(Object.keys(first));
  const [focused, setFocused] = useState<string>(MORE);
  const [active, setActive] = useState(0);
  const [goal, setGoal] = useState(() => ({
    name: nextEmpty(
      line.options.filter((o) => o.required || o.name in first),
      first,
    ),
  }));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const listId = useId();

  const shown = line.options.filter((o) => o.required || added.includes(o.name));
  const rest = line.options.filter((option) => !shown.includes(option));
  const option = shown.find(({ name }) => name === focused);
  const choices = useChoices(line, option, entries, directory);
  const picked = option ? entries[option.name]?.picked !== undefined : false;
  const open = option !== undefined && choices.offered && !picked;
  const at = Math.min(active, choices.list.length - 1);

  const focus = (name: string): void => {
    setFocused(name);
    setGoal({ name });
  };
  // Before the next key arrives: what is typed on must land in the new field.
  useLayoutEffect(() => fieldOf(form.current, goal.name)?.focus(), [goal]);

  const change = (name: string, entry: Entry): void => {
    const next = { ...entries, [name]: entry };
    setEntries(next);
    setActive(0);
    setErrors(({ [name]: _, ...others }) => others);
  };
  const add = (name: string): void => {
    setAdded([...added, name]);
    focus(name);
  };
  const remove = (name: string): void => {
    const { [name]: _, ...others } = entries;
    setEntries(others);
    setAdded(added.filter((one) => one !== name));
    focus(MORE);
  };
  const choose = (choice: Choice | undefined): void => {
    if (!choice || !option) return;
    const entry = { text: choice.name, picked: valueOf(option, choice) };
    change(option.name, entry);
    focus(nextEmpty(shown, { ...entries, [option.name]: entry }));
  };
  const send = async (): Promise<void> => {
    if (sending || !place) return;
    const filled = readOptions(line, entries, directory);
    const [wrong] = Object.keys(filled.errors);
    setErrors(filled.errors);
    if (wrong !== undefined) return focus(wrong);
    setSending(true);
    const refused = await chat.interactions?.run(place.id, line, filled.options);
    setSending(false);
    if (refused) setErrors({ [MORE]: refused });
    else onLeave('');
  };
  const back = (): void => onLeave(`/${line.name}`);

  return (
    <form
      ref={form}
      class="composer command-form"
      aria-label={`Command ${line.name}`}
      data-testid="command-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {open && (
        <Suggestions
          id={listId}
          testId="choices"
          title={option.description}
          items={choices.list.map(({ name, value }) => ({ key: String(value), name }))}
          active={at}
          empty={choices.loading ? 'Looking…' : 'Nothing fits.'}
          onPick={(index) => choose(choices.list[index])}
        />
      )}
      {option && !open && <p class="suggestions option-note">{option.description}</p>}
      <Errors errors={errors} />
      <div class="composer-box">
        <span class="command-name">/{line.name}</span>
        {shown.map((one) => (
          <OptionChip
            key={one.name}
            option={one}
            entry={entries[one.name]}
            error={errors[one.name]}
            others={rest.map(({ name }) => name)}
            list={
              open && one === option ? { id: listId, active: at, count: choices.list.length } : null
            }
            onFocus={() => setFocused(one.name)}
            onChange={(entry) => change(one.name, entry)}
            onMove={setActive}
            onChoose={() => choose(choices.list[at])}
            onAdd={add}
            onRemove={one.required ? null : () => remove(one.name)}
            onBack={back}
          />
        ))}
        <MoreOptions rest={rest} onFocus={() => setFocused(MORE)} onAdd={add} onBack={back} />
        <button type="button" class="icon-button" aria-label="Leave the command" onClick={back}>
          <Icon name="close" />
        </button>
        <button type="submit" class="icon-button send" aria-label="Send command" disabled={sending}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

function Errors({ errors }: { errors: Readonly<Record<string, string>> }): JSX.Element | null {
  const said = Object.entries(errors);
  if (said.length === 0) return null;
  return (
    <div class="command-errors" role="alert" data-testid="command-error">
      {said.map(([name, error]) => (
        <p key={name}>
          <Icon name="alert" />{' '}
          {name === MORE ? (
            error
          ) : (
            <>
              <strong>{name}</strong>: {error}
            </>
          )}
        </p>
      ))}
    </div>
  );
}

function nextEmpty(shown: readonly Option[], entries: Entries): string {
  const empty = shown.find(({ name }) => (entries[name]?.text ?? '') === '');
  return empty?.name ?? MORE;
}

function valueOf(option: Option, choice: Choice): string | number | boolean {
  const boolean = option.type === OPTION.boolean;
  return boolean ? choice.value === 'true' : choice.value;
}

function fieldOf(form: HTMLFormElement | null, name: string): HTMLElement | null {
  const fields = [...(form?.querySelectorAll<HTMLElement>('[data-option]') ?? [])];
  return fields.find((field) => field.dataset['option'] === name) ?? null;
}
