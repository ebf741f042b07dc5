// A command while it is being filled in: plain values and what each act makes of them.

import { OPTION } from './discord.ts';
import type { Line, Option } from './list.ts';
import type { Choice, Entries, Entry } from './options.ts';

/** The name of the last field, which adds options. */
export const MORE = '';

export interface Draft {
  entries: Entries;
  /** Optional options that were added. */
  added: readonly string[];
  /** The option whose field has the focus. */
  focused: string;
  /** Where the focus shall go; a new object each time. */
  goal: { name: string };
  /** The line of the list that Enter picks. */
  active: number;
  errors: Readonly<Record<string, string>>;
}

export function newDraft(line: Line, entries: Entries): Draft {
  const added = Object.keys(entries);
  const draft = { entries, added, focused: MORE, goal: { name: MORE }, active: 0, errors: {} };
  return goTo(draft, nextEmpty(line, draft));
}

export function goTo(draft: Draft, name: string): Draft {
  return { ...draft, focused: name, goal: { name } };
}

export function shownOptions(line: Line, { added }: Pick<Draft, 'added'>): Option[] {
  return line.options.filter(({ required, name }) => required || added.includes(name));
}

/** What a person typed into an option. Its error is old news then. */
export function withEntry(draft: Draft, name: string, entry: Entry): Draft {
  const errors = without(draft.errors, name);
  return { ...draft, entries: { ...draft.entries, [name]: entry }, active: 0, errors };
}

export function withOption(draft: Draft, name: string): Draft {
  return goTo({ ...draft, added: [...draft.added, name] }, name);
}

export function withoutOption(draft: Draft, name: string): Draft {
  const added = draft.added.filter((one) => one !== name);
  return goTo({ ...draft, added, entries: without(draft.entries, name) }, MORE);
}

/** A picked choice leads on to the next empty field. */
export function withChoice(line: Line, draft: Draft, option: Option, choice: Choice): Draft {
  const picked = option.type === OPTION.boolean ? choice.value === 'true' : choice.value;
  const next = withEntry(draft, option.name, { text: choice.name, picked });
  return goTo(next, nextEmpty(line, next));
}

/** Errors by the name of their option, MORE for the whole; the first wrong field gets the focus. */
export function withErrors(draft: Draft, errors: Readonly<Record<string, string>>): Draft {
  const [wrong] = Object.keys(errors);
  return wrong === undefined ? { ...draft, errors } : goTo({ ...draft, errors }, wrong);
}

function nextEmpty(line: Line, draft: Pick<Draft, 'added' | 'entries'>): string {
  const shown = shownOptions(line, draft);
  return shown.find(({ name }) => (draft.entries[name]?.text ?? '') === '')?.name ?? MORE;
}

function without<T>(values: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}
