// The commands a person may use, laid flat: one line for each thing that can be sent, so that
// "/roles employee add" is found as easily as "/clock".

import type {
  APIApplicationCommand,
  APIApplicationCommandBasicOption,
  APIApplicationCommandOption,
} from 'discord-api-types/v10';
import { COMMAND, OPTION } from './discord.ts';

export type Command = APIApplicationCommand;
export type Option = APIApplicationCommandBasicOption;

export interface Line {
  command: Command;
  /** The names below the command: [], ["status"] or ["employee", "add"]. */
  path: string[];
  /** "roles employee add", without the slash. */
  name: string;
  description: string;
  /** Required ones first, as Discord shows them. */
  options: Option[];
}

export function flatten(commands: readonly Command[]): Line[] {
  return commands
    .filter((command) => command.type === COMMAND.chat)
    .flatMap((command) => linesOf(command))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function linesOf(command: Command): Line[] {
  const below = (command.options ?? []).flatMap((option) => pathsOf(option));
  if (below.length > 0) return below.map(({ path, option }) => line(command, path, option));
  return [line(command, [], command)];
}

function pathsOf(
  option: APIApplicationCommandOption,
): { path: string[]; option: APIApplicationCommandOption }[] {
  if (option.type === OPTION.sub) return [{ path: [option.name], option }];
  if (option.type !== OPTION.group) return [];
  return (option.options ?? []).map((sub) => ({ path: [option.name, sub.name], option: sub }));
}

function line(
  command: Command,
  path: string[],
  source: { description: string; options?: unknown },
): Line {
  const options = ((source.options ?? []) as APIApplicationCommandOption[]).filter(isBasic);
  return {
    command,
    path,
    name: [command.name, ...path].join(' '),
    description: source.description,
    options: options.filter(isRequired).concat(options.filter((option) => !isRequired(option))),
  };
}

function isBasic(option: APIApplicationCommandOption): option is Option {
  return option.type !== OPTION.sub && option.type !== OPTION.group;
}

function isRequired(option: Option): boolean {
  return option.required === true;
}

/** The lines that fit what was typed after the slash, best first. */
export function filterLines(lines: readonly Line[], typed: string): Line[] {
  const wanted = typed.trim().toLowerCase().replace(/\s+/g, ' ');
  if (wanted === '') return [...lines];
  const scored = lines.map((line) => ({ line, score: score(line, wanted) }));
  return scored
    .filter(({ score: points }) => points > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ line }) => line);
}

function score(line: Line, wanted: string): number {
  const name = line.name.toLowerCase();
  if (name === wanted) return 5;
  if (name.startsWith(wanted)) return 4;
  if (name.split(/[ _-]/).some((word) => word.startsWith(wanted))) return 3;
  if (name.includes(wanted)) return 2;
  return wanted.length > 2 && line.description.toLowerCase().includes(wanted) ? 1 : 0;
}

/** The line whose whole name was typed, followed by a space or nothing. */
export function typedLine(lines: readonly Line[], text: string): Line | null {
  if (!text.startsWith('/')) return null;
  const typed = text.slice(1).toLowerCase();
  const fits = lines.filter(({ name }) => typed === name || typed.startsWith(`${name} `));
  return fits.sort((a, b) => b.name.length - a.name.length)[0] ?? null;
}
