// From what a person typed into an option to the value Discord sends, or the reason why not.

import type { Line, Option } from './list.ts';
import { OPTION } from './discord.ts';

export interface Choice {
  name: string;
  value: string | number;
}

/** What stands in one option: the text, and the value if it was picked from a list. */
export interface Entry {
  text: string;
  picked?: string | number | boolean;
}

export type Entries = Readonly<Record<string, Entry>>;

/** The people, roles and channels of the server, by kind, for options that name one. */
export interface Directory {
  users: readonly Choice[];
  roles: readonly Choice[];
  channels: readonly (Choice & { type: number })[];
}

export type Read = { value: string | number | boolean } | { error: string } | null;

export interface SentOption {
  type: number;
  name: string;
  value?: string | number | boolean;
  focused?: true;
  options?: SentOption[];
}

/** Reads one option. null = left empty. */
export function readOption(option: Option, entry: Entry | undefined, directory: Directory): Read {
  const text = entry?.text.trim() ?? '';
  if (entry?.picked !== undefined) return { value: entry.picked };
  if (text === '') return option.required ? { error: 'This one is needed.' } : null;
  switch (option.type) {
    case OPTION.string:
      return readString(option, entry?.text ?? '', directory);
    case OPTION.integer:
    case OPTION.number:
      return readNumber(option, text, directory);
    case OPTION.attachment:
      return { error: 'Files cannot be sent from this page.' };
    default:
      return fromList(option, text, directory);
  }
}

function readString(option: Option, text: string, directory: Directory): Read {
  if (hasChoices(option)) return fromList(option, text.trim(), directory);
  if (option.type !== OPTION.string) return { value: text };
  if (option.min_length !== undefined && text.length < option.min_length) {
    return { error: `Use at least ${option.min_length} characters.` };
  }
  const max = option.max_length ?? 6000;
  return text.length > max ? { error: `Use at most ${max} characters.` } : { value: text };
}

function readNumber(option: Option, text: string, directory: Directory): Read {
  if (hasChoices(option)) return fromList(option, text, directory);
  const whole = option.type === OPTION.integer;
  const value = /^[+-]?(\d{1,16})(\.\d{1,16})?$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(value)) return { error: 'Use a number.' };
  if (whole && !Number.isSafeInteger(value)) return { error: 'Use a whole number.' };
  if (option.type !== OPTION.integer && option.type !== OPTION.number) return { value };
  if (option.min_value !== undefined && value < option.min_value) {
    return { error: `Use ${option.min_value} or more.` };
  }
  if (option.max_value !== undefined && value > option.max_value) {
    return { error: `Use ${option.max_value} or less.` };
  }
  return { value };
}

function fromList(option: Option, text: string, directory: Directory): Read {
  const wanted = bare(text);
  const found = listOf(option, directory).find(
    (choice) => bare(choice.name) === wanted || String(choice.value).toLowerCase() === wanted,
  );
  if (!found) return { error: 'Pick one from the list.' };
  return { value: option.type === OPTION.boolean ? found.value === 'true' : found.value };
}

/** "@Emil", "<@12>" and "Emil" all name Emil. */
function bare(text: string): string {
  const id = /^<(?:@[!&]?|#)(\d{1,20})>$/.exec(text.trim());
  return (id?.[1] ?? text.trim().replace(/^[@#]/, '')).toLowerCase();
}

export function hasChoices(option: Option): boolean {
  return 'choices' in option && (option.choices?.length ?? 0) > 0;
}

export function hasAutocomplete(option: Option): boolean {
  return 'autocomplete' in option && option.autocomplete === true;
}

/** What an option can be picked from; empty for free text. */
export function listOf(option: Option, directory: Directory): readonly Choice[] {
  if ('choices' in option && option.choices) return option.choices;
  switch (option.type) {
    case OPTION.boolean:
      return [
        { name: 'True', value: 'true' },
        { name: 'False', value: 'false' },
      ];
    case OPTION.user:
      return directory.users;
    case OPTION.role:
      return directory.roles;
    case OPTION.mentionable:
      return [...directory.users, ...directory.roles];
    case OPTION.channel: {
      const allowed = option.channel_types as readonly number[] | undefined;
      return directory.channels.filter(({ type }) => !allowed?.length || allowed.includes(type));
    }
    default:
      return [];
  }
}

/** Choices whose name holds what was typed, those that begin with it first. At most 25. */
export function matching(choices: readonly Choice[], typed: string): Choice[] {
  const wanted = bare(typed);
  const fits = choices.filter(({ name }) => bare(name).includes(wanted));
  const first = fits.filter(({ name }) => bare(name).startsWith(wanted));
  return [...first, ...fits.filter((choice) => !first.includes(choice))].slice(0, 25);
}

export interface Filled {
  options: SentOption[];
  errors: Record<string, string>;
}

/** All options of a line. Nothing may be sent while `errors` is not empty. */
export function readOptions(line: Line, entries: Entries, directory: Directory): Filled {
  const errors: Record<string, string> = {};
  const options: SentOption[] = [];
  for (const option of line.options) {
    const read = readOption(option, entries[option.name], directory);
    if (read === null) continue;
    if ('error' in read) errors[option.name] = read.error;
    else options.push({ type: option.type, name: option.name, value: read.value });
  }
  return { options, errors };
}

/** The options so far while one is being typed: half-typed ones are left out, but never that one. */
export function readFocused(
  line: Line,
  entries: Entries,
  focused: string,
  directory: Directory,
): SentOption[] {
  return line.options.flatMap((option): SentOption[] => {
    const { type, name } = option;
    if (name === focused) return [{ type, name, value: entries[name]?.text ?? '', focused: true }];
    const read = readOption(option, entries[name], directory);
    return read && 'value' in read ? [{ type, name, value: read.value }] : [];
  });
}

/** Wraps options in their subcommand and group, as Discord nests them. */
export function nest(path: readonly string[], options: SentOption[]): SentOption[] {
  const [first, second] = path;
  if (first === undefined) return options;
  if (second === undefined) return [{ type: OPTION.sub, name: first, options }];
  const sub: SentOption = { type: OPTION.sub, name: second, options };
  return [{ type: OPTION.group, name: first, options: [sub] }];
}

/** Reads the rest of a typed command, "member:Emil range:last week", into entries. */
export function readTyped(line: Line, rest: string): Record<string, Entry> {
  const entries: Record<string, Entry> = {};
  const names = new Set<string>(line.options.map(({ name }) => name));
  const marks = [...rest.matchAll(/(?:^|\s)([\p{L}\p{N}_-]{1,32}):/gu)];
  const known = marks.filter((mark) => names.has(mark[1] ?? ''));
  known.forEach((mark, at) => {
    const end = known[at + 1]?.index ?? rest.length;
    entries[mark[1] ?? ''] = { text: rest.slice(mark.index + mark[0].length, end).trim() };
  });
  return entries;
}
