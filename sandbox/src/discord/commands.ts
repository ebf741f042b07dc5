// The application's registered commands: registering them, and who sees which.

import { ApiError, refuse } from './errors.ts';
import { checkCommand, COMMAND_LIMITS } from './command_form.ts';
import { Form, type Slot } from './form.ts';
import { Bit, has } from './permissions.ts';
import { newSnowflake } from './snowflake.ts';
import type { Command, CommandOption } from './state.ts';
import type { Place, World } from './world.ts';

type Body = Record<string, unknown>;

/** Creates a day and a server (or globally); more are refused. */
const CREATES_A_DAY = 200;

export class Commands {
  private creates: { scope: string; at: number }[] = [];

  constructor(private readonly world: World) {}

  list(guildId: string | null): Command[] {
    return this.world.commands(guildId);
  }

  get(guildId: string | null, id: string): Command {
    const command = this.list(guildId).find((one) => one.id === id);
    if (!command) throw refuse('unknown_command');
    return command;
  }

  /** PUT: these and no others. A command that keeps its name and type keeps its id. */
  overwrite(guildId: string | null, body: unknown): Command[] {
    const form = new Form();
    const slots: Slot[] = [];
    form.root(body).list({ required: true }, (slot) => {
      checkCommand(slot);
      slots.push(slot);
    });
    checkUnique(slots);
    form.end();
    const wanted = body as Body[];
    checkCounts(wanted.map((one) => (one['type'] as number | undefined) ?? 1));
    const known = this.list(guildId);
    const next = wanted.map((one) => build(this.world, guildId, one, sameCommand(known, one)));
    this.count(guildId, next.filter((one) => !known.some((old) => old.id === one.id)).length);
    this.replace(guildId, next);
    return next;
  }

  /** POST: a new one, or the one of that name changed. */
  create(guildId: string | null, body: unknown): { command: Command; created: boolean } {
    const form = new Form();
    checkCommand(form.root(body));
    form.end();
    const known = this.list(guildId);
    const same = sameCommand(known, body as Body);
    const command = build(this.world, guildId, body as Body, same);
    const rest = known.filter((one) => one !== same);
    checkCounts([...rest, command].map((one) => one.type));
    if (!same) this.count(guildId, 1);
    this.replace(guildId, [...rest, command]);
    return { command, created: same === undefined };
  }

  /** PATCH: only the given fields. */
  edit(guildId: string | null, id: string, body: unknown): Command {
    const known = this.get(guildId, id);
    const merged = { ...known, ...(body as Body), type: known.type };
    const form = new Form();
    const slot = form.root(merged);
    checkCommand(slot);
    const others = this.list(guildId).filter((one) => one !== known);
    if (sameCommand(others, merged)) duplicate(slot);
    form.end();
    const command = build(this.world, guildId, merged, known);
    this.replace(guildId, [...others, command]);
    return command;
  }

  remove(guildId: string | null, id: string): void {
    const known = this.get(guildId, id);
    this.replace(
      guildId,
      this.list(guildId).filter((one) => one !== known),
    );
  }

  private count(guildId: string | null, created: number): void {
    const scope = guildId ?? '';
    const dayAgo = Date.now() - 86_400_000;
    this.creates = this.creates.filter((one) => one.at > dayAgo);
    const before = this.creates.filter((one) => one.scope === scope).length;
    if (before + created > CREATES_A_DAY) throw refuse('too_many_creates');
    for (let i = 0; i < created; i += 1) this.creates.push({ scope, at: Date.now() });
  }

  private replace(guildId: string | null, next: Command[]): void {
    const others = this.world.state.commands.filter((one) => (one.guild_id ?? null) !== guildId);
    this.world.state.commands = [...others, ...next];
    this.world.changed({ type: 'commands_update' });
  }

  /** What this person may see and use in this channel, sorted by name. */
  visible(place: Place, userId: string): Command[] {
    const guild =
      place.guild && this.world.member(place.guild, this.world.app.bot_id)
        ? this.list(place.guild.id)
        : [];
    return [...guild, ...this.list(null)]
      .filter((command) => this.usable(command, place, userId))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  usable(command: Command, place: Place, userId: string): boolean {
    const contexts = command.contexts ?? (command.dm_permission === false ? [0] : [0, 1, 2]);
    if (!place.guild) return !command.guild_id && contexts.includes(1);
    if (command.guild_id && command.guild_id !== place.guild.id) return false;
    if (!contexts.includes(0) || !this.world.member(place.guild, this.world.app.bot_id))
      return false;
    const bits = this.world.permissions(place, userId);
    if (!has(bits, Bit.ViewChannel | Bit.UseApplicationCommands)) return false;
    if (command.default_member_permissions === null) return true;
    const wanted = BigInt(command.default_member_permissions);
    return wanted === 0n ? has(bits, Bit.Administrator) : has(bits, wanted);
  }
}

function sameCommand(known: Command[], body: Body): Command | undefined {
  const type = (body['type'] as number | undefined) ?? 1;
  return known.find((one) => one.name === body['name'] && one.type === type);
}

function duplicate(slot: Slot): void {
  slot
    .get('name')
    .wrong('APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
}

function checkUnique(slots: Slot[]): void {
  const seen = new Set<string>();
  for (const slot of slots) {
    const body = (slot.value ?? {}) as Body;
    const key = `${body['type'] ?? 1} ${body['name']}`;
    if (seen.has(key)) duplicate(slot);
    seen.add(key);
  }
}

function checkCounts(types: number[]): void {
  for (const [type, most] of Object.entries(COMMAND_LIMITS)) {
    if (types.filter((one) => one === Number(type)).length <= most) continue;
    const { status, code } = refuse('too_many_commands');
    throw new ApiError(status, code, `Maximum number of application commands reached (${most})`);
  }
}

/** What Discord keeps and gives back of a registered command. */
function build(world: World, guildId: string | null, body: Body, known?: Command): Command {
  const type = (body['type'] as number | undefined) ?? 1;
  const text = (key: string): string | null =>
    body[key] === undefined || body[key] === null ? null : String(body[key]);
  const command: Command = {
    id: known?.id ?? newSnowflake(),
    application_id: world.app.id,
    ...(guildId !== null && { guild_id: guildId }),
    version: newSnowflake(),
    type,
    name: String(body['name']),
    description: type === 1 ? String(body['description']) : '',
    default_member_permissions: text('default_member_permissions'),
    contexts: (body['contexts'] as number[] | undefined) ?? null,
    integration_types: (body['integration_types'] as number[] | undefined) ?? [0],
    nsfw: body['nsfw'] === true,
    name_localizations: (body['name_localizations'] as Command['name_localizations']) ?? null,
    description_localizations:
      (body['description_localizations'] as Command['description_localizations']) ?? null,
  };
  if (guildId === null) command.dm_permission = dmPermission(body, command.contexts);
  const options = body['options'] as CommandOption[] | null | undefined;
  if (options && options.length > 0) command.options = options;
  return command;
}

function dmPermission(body: Body, contexts: number[] | null): boolean {
  if (contexts) return contexts.includes(1);
  return body['dm_permission'] !== false;
}
