// From what a person chose to the `data` of an interaction, with the checks that Discord's own
// client and servers make before an application hears of it.

import { Refused } from '../refused.ts';
import { OPTION } from './command_form.ts';
import { lengthOf } from './form.ts';
import { Resolver } from './resolved.ts';
import type { Command, CommandOption } from './state.ts';
import type { Place, World } from './world.ts';

type Json = Record<string, unknown>;

export interface GivenOption {
  name: string;
  type?: number;
  value?: unknown;
  options?: GivenOption[];
  focused?: boolean;
}

export interface GivenCommand {
  id: string;
  name?: string;
  type?: number;
  options?: GivenOption[];
  target_id?: string;
}

const no = (text: string): Refused => new Refused(400, text);

/** `partial`: autocomplete, where nothing is required and texts are unfinished. */
export function commandData(
  world: World,
  place: Place,
  userId: string,
  command: Command,
  given: GivenCommand,
  partial: boolean,
): Json {
  const resolver = new Resolver(world, place, userId);
  const data: Json = { id: command.id, name: command.name, type: command.type };
  if (command.guild_id) data['guild_id'] = command.guild_id;
  if (command.type === 1) {
    const options = readOptions(command.options ?? [], given.options ?? [], resolver, partial);
    if (options.length > 0) data['options'] = options;
  } else {
    data['target_id'] = target(world, place, userId, command, given, resolver);
  }
  const resolved = resolver.result();
  if (resolved) data['resolved'] = resolved;
  return data;
}

function target(
  world: World,
  place: Place,
  userId: string,
  command: Command,
  given: GivenCommand,
  resolver: Resolver,
): string {
  const id = given.target_id ?? '';
  if (command.type === 2) {
    if (!world.findUser(id)) throw no('Choose a person first.');
    resolver.user(id);
    return id;
  }
  const message = world.findMessage(place.id, id);
  if (!message || !world.sees(message, userId)) throw no('Choose a message first.');
  resolver.message(message);
  return id;
}

function readOptions(
  declared: CommandOption[],
  given: GivenOption[],
  resolver: Resolver,
  partial: boolean,
): Json[] {
  const nested = declared.some((one) => one.type === OPTION.SUB || one.type === OPTION.GROUP);
  if (nested && given.length !== 1) throw no('Choose one of the sub-commands.');
  const read = given.map((one) => {
    const option = declared.find((other) => other.name === one.name);
    if (!option) throw no(`There is no option called "${one.name}".`);
    return readOption(option, one, resolver, partial);
  });
  if (new Set(given.map((one) => one.name)).size < given.length)
    throw no('An option is given twice.');
  const missing = declared.find(
    (one) => one.required && !given.some((got) => got.name === one.name),
  );
  if (missing && !partial) throw no(`"${missing.name}" is required.`);
  return read;
}

function readOption(
  option: CommandOption,
  given: GivenOption,
  resolver: Resolver,
  partial: boolean,
): Json {
  const { name, type } = option;
  if (type === OPTION.SUB || type === OPTION.GROUP) {
    return {
      name,
      type,
      options: readOptions(option.options ?? [], given.options ?? [], resolver, partial),
    };
  }
  if (given.focused) return { name, type, value: String(given.value ?? ''), focused: true };
  return { name, type, value: readValue(option, given.value, resolver) };
}

function readValue(option: CommandOption, value: unknown, resolver: Resolver): unknown {
  switch (option.type) {
    case OPTION.STRING:
      return readText(option, value);
    case OPTION.INTEGER:
    case OPTION.NUMBER:
      return readNumber(option, value);
    case OPTION.BOOLEAN:
      if (typeof value !== 'boolean') throw no(`"${option.name}" is yes or no.`);
      return value;
    case OPTION.USER:
      return resolver.user(value);
    case OPTION.ROLE:
      return resolver.role(value);
    case OPTION.CHANNEL:
      return resolver.channel(value, option.channel_types);
    case OPTION.MENTIONABLE:
      return resolver.mentionable(value);
    default:
      throw no('The sandbox cannot attach files to commands.');
  }
}

function readText(option: CommandOption, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw no(`"${option.name}" is empty.`);
  const size = lengthOf(value);
  const { min_length = 0, max_length = 6000 } = option;
  if (size < min_length) throw no(`"${option.name}" needs at least ${min_length} characters.`);
  if (size > max_length) throw no(`"${option.name}" may have ${max_length} characters at most.`);
  checkChoice(option, value);
  return value;
}

function readNumber(option: CommandOption, value: unknown): number {
  const whole = option.type === OPTION.INTEGER;
  if (
    typeof value !== 'number' ||
    !Number.isFinite(value) ||
    (whole && !Number.isSafeInteger(value))
  ) {
    throw no(`"${option.name}" must be a ${whole ? 'whole ' : ''}number.`);
  }
  const { min_value = -Infinity, max_value = Infinity } = option;
  if (value < min_value) throw no(`"${option.name}" must be ${min_value} or more.`);
  if (value > max_value) throw no(`"${option.name}" must be ${max_value} or less.`);
  checkChoice(option, value);
  return value;
}

function checkChoice(option: CommandOption, value: string | number): void {
  const choices = option.choices ?? [];
  if (choices.length === 0 || choices.some((one) => one.value === value)) return;
  throw no(`"${option.name}" must be one of: ${choices.map((one) => one.name).join(', ')}.`);
}

/** Which declared option a nested, focused one is; it must offer autocomplete. */
export function focusedOption(declared: CommandOption[], given: GivenOption[]): CommandOption {
  for (const one of given) {
    const option = declared.find((other) => other.name === one.name);
    if (one.focused && option?.autocomplete) return option;
    if (option && one.options) return focusedOption(option.options ?? [], one.options);
  }
  throw no('No option that completes is being typed.');
}
