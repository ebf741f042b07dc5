// A picked command with its options. Required ones stand there from the start; the others are added
// from the last field. Enter sends, Tab goes on, Escape leads back to the text.

import type { JSX, RefObject } from 'preact';
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  MORE,
  newDraft,
  shownOptions,
  withChoice,
  withEntry,
  withErrors,
  withOption,
  withoutOption,
  type Draft,
} from '../command/draft.ts';
import type { Line, Option } from '../command/list.ts';
import { readOptions, type Directory, type Entries } from '../command/options.ts';
import { directoryOf } from '../state/names.ts';
import { useHere } from './context.ts';
import { Icon } from './icons.tsx';
import { MoreOptions } from './more_options.tsx';
import { OptionChip } from './option_chip.tsx';
import { Suggestions } from './suggestions.tsx';
import { useChoices, type Choices } from './use_choices.ts';

interface Props {
  line: Line;
  first: Entries;
  onLeave(text: string): void;
}

export function CommandForm({ line, first, onLeave }: Props): JSX.Element {
  const { world, place } = useHere();
  const directory = useMemo(() => directoryOf(world, place), [world, place]);
  const [draft, setDraft] = useState<Draft>(() => newDraft(line, first));
  const form = useGoal(draft.goal);
  const listId = useId();
  const { send, sending } = useSending(line, draft, directory, setDraft, onLeave);

  const shown = shownOptions(line, draft);
  const rest = line.options.filter((option) => !shown.includes(option));
  const picking = usePicking(line, draft, directory, setDraft);
  const { option, choices, open, active, choose } = picking;
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
      {option && <Help {...picking} id={listId} option={option} />}
      <Errors errors={draft.errors} />
      <div class="composer-box">
        <span class="command-name">/{line.name}</span>
        {shown.map((one) => (
          <OptionChip
            key={one.name}
            option={one}
            entry={draft.entries[one.name]}
            error={draft.errors[one.name]}
            others={rest.map(({ name }) => name)}
            list={
              open && one === option ? { id: listId, active, count: choices.list.length } : null
            }
            onFocus={() => setDraft((old) => ({ ...old, focused: one.name }))}
            onChange={(entry) => setDraft((old) => withEntry(old, one.name, entry))}
            onMove={(at) => setDraft((old) => ({ ...old, active: at }))}
            onChoose={() => choose(active)}
            onAdd={(name) => setDraft((old) => withOption(old, name))}
            onRemove={one.required ? back : () => setDraft((old) => withoutOption(old, one.name))}
            onBack={back}
          />
        ))}
        <MoreOptions
          rest={rest}
          onFocus={() => setDraft((old) => ({ ...old, focused: MORE }))}
          onAdd={(name) => setDraft((old) => withOption(old, name))}
          onBack={back}
        />
        <Buttons sending={sending} onLeave={back} />
      </div>
    </form>
  );
}

interface Picking {
  option: Option | undefined;
  choices: Choices;
  open: boolean;
  active: number;
  choose(at: number): void;
}

/** The list of the focused option; one that was picked from is closed until it is typed in again. */
function usePicking(
  line: Line,
  draft: Draft,
  directory: Directory,
  setDraft: (draft: Draft) => void,
): Picking {
  const option = shownOptions(line, draft).find(({ name }) => name === draft.focused);
  const choices = useChoices(line, option, draft.entries, directory);
  const open = choices.offered && draft.entries[draft.focused]?.picked === undefined;
  const active = Math.min(draft.active, choices.list.length - 1);
  const choose = (at: number): void => {
    const choice = choices.list[at];
    if (option && choice) setDraft(withChoice(line, draft, option, choice));
  };
  return { option, choices, open, active, choose };
}

/** Checks and sends the command once; what is wrong with it goes into the draft. */
function useSending(
  line: Line,
  draft: Draft,
  directory: Directory,
  setDraft: (draft: Draft) => void,
  onSent: (text: string) => void,
): { send(): Promise<void>; sending: boolean } {
  const { chat, place } = useHere();
  const [sending, setSending] = useState(false);
  const send = async (): Promise<void> => {
    if (sending || !place) return;
    const { options, errors } = readOptions(line, draft.entries, directory);
    setDraft(withErrors(draft, errors));
    if (Object.keys(errors).length > 0) return;
    setSending(true);
    const refused = await chat.interactions?.run(place.id, line, options);
    setSending(false);
    if (refused) setDraft(withErrors(draft, { [MORE]: refused }));
    else onSent('');
  };
  return { send, sending };
}

interface HelpProps extends Picking {
  id: string;
  option: Option;
}

/** What the focused option means, with the list to pick from if there is one. */
function Help({ id, option, choices, open, active, choose }: HelpProps): JSX.Element {
  if (!open) return <p class="suggestions option-note">{option.description}</p>;
  return (
    <Suggestions
      id={id}
      testId="choices"
      title={option.description}
      items={choices.list.map(({ name, value }) => ({ key: String(value), name }))}
      active={active}
      empty={choices.loading ? 'Looking…' : 'Nothing fits.'}
      onPick={choose}
    />
  );
}

function Errors({ errors }: { errors: Draft['errors'] }): JSX.Element | null {
  const said = Object.entries(errors);
  if (said.length === 0) return null;
  return (
    <div class="command-errors" role="alert" data-testid="command-error">
      {said.map(([name, error]) => (
        <p key={name}>
          <Icon name="alert" /> {name !== MORE && <strong>{name}: </strong>}
          {error}
        </p>
      ))}
    </div>
  );
}

function Buttons({ sending, onLeave }: { sending: boolean; onLeave(): void }): JSX.Element {
  return (
    <>
      <button type="button" class="icon-button" aria-label="Leave the command" onClick={onLeave}>
        <Icon name="close" />
      </button>
      <button type="submit" class="icon-button send" aria-label="Send command" disabled={sending}>
        <Icon name="send" />
      </button>
    </>
  );
}

/** Moves the focus before the next key arrives: what is typed on must land in the new field. */
function useGoal(goal: Draft['goal']): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => fieldOf(form.current, goal.name)?.focus(), [goal]);
  return form;
}

function fieldOf(form: HTMLFormElement | null, name: string): HTMLElement | null {
  const fields = [...(form?.querySelectorAll<HTMLElement>('[data-option]') ?? [])];
  return fields.find((field) => field.dataset['option'] === name) ?? null;
}
