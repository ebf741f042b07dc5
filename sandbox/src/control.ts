// /control/…: the handles of the sandbox over HTTP, for tests in other languages and for scripts.
// POST /control/NAME with a JSON object of arguments; API.md lists them.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, readBytes } from './body.ts';
import type { RestFault } from './faults.ts';
import type { ActOptions, Values } from './acts.ts';
import type { Forgery } from './discord/deliver.ts';
import type { Device } from './discord/presences.ts';
import type { Channel, Guild, Member, Role, User } from './discord/state.ts';
import type { GatewaySettings } from './discord/gateway.ts';
import type { Rate } from './discord/ratelimit.ts';
import { sendJson } from './http.ts';
import type { Line } from './log.ts';
import type { Sandbox } from './sandbox.ts';

type Args = Record<string, any>;
type Handler = (sandbox: Sandbox, args: Args) => unknown;

const findGuild = (sandbox: Sandbox, key: string | undefined): Guild => {
  const { guilds } = sandbox.world.state;
  const guild =
    key === undefined ? guilds[0] : guilds.find((one) => one.id === key || one.name === key);
  if (!guild) throw new Error(`there is no server ${key}`);
  return guild;
};

const findMember = (sandbox: Sandbox, guild: Guild, person: string): Member => {
  const member = sandbox.world.member(guild, sandbox.world.person(person).id);
  if (!member) throw new Error(`${person} is not in ${guild.name}`);
  return member;
};

const roleIds = (guild: Guild, keys: string[]): string[] =>
  keys.map((key) => {
    const role = guild.roles.find((one) => one.id === key || one.name === key);
    if (!role) throw new Error(`there is no role ${key} in ${guild.name}`);
    return role.id;
  });

const world: Record<string, Handler> = {
  reset: (sandbox) => sandbox.reset(),
  people: ({ world }, args) =>
    (args['people'] as (Partial<User> & { username: string })[]).map((one) => world.addUser(one)),
  guild: ({ world }, args) =>
    world.addGuild(
      {
        ...(args as Partial<Guild> & { name: string }),
        owner_id: world.person(args['owner']).id,
      },
      args['bot'] !== false,
    ),
  add_bot: (sandbox, args) => sandbox.world.addBot(findGuild(sandbox, args['guild'])),
  remove_bot: (sandbox, args) => sandbox.world.removeBot(findGuild(sandbox, args['guild'])),
  remove_guild: (sandbox, args) => sandbox.world.removeGuild(findGuild(sandbox, args['guild'])),
  members: (sandbox, args) => {
    const guild = findGuild(sandbox, args['guild']);
    const roles = roleIds(guild, args['roles'] ?? []);
    return (args['people'] as string[]).map((person) =>
      sandbox.world.addMember(guild, sandbox.world.person(person).id, [...roles]),
    );
  },
  set_member: (sandbox, args) => {
    const guild = findGuild(sandbox, args['guild']);
    sandbox.world.updateMember(guild, findMember(sandbox, guild, args['person']), {
      ...(args['roles'] && { roles: roleIds(guild, args['roles']) }),
      ...(args['nick'] !== undefined && { nick: args['nick'] }),
    });
  },
  remove_member: (sandbox, args) => {
    const guild = findGuild(sandbox, args['guild']);
    sandbox.world.removeMember(guild, findMember(sandbox, guild, args['person']).user_id);
  },
  presence: ({ world }, args) =>
    world.setDevices(world.person(args['person']), (args['devices'] ?? []) as Device[]),
  role: (sandbox, { guild, ...role }) =>
    sandbox.world.addRole(findGuild(sandbox, guild), role as Partial<Role> & { name: string }),
  remove_role: (sandbox, args) => {
    const guild = findGuild(sandbox, args['guild']);
    sandbox.world.removeRole(guild, roleIds(guild, [args['role']])[0]!);
  },
  channel: (sandbox, { guild, ...channel }) =>
    sandbox.world.addChannel(
      findGuild(sandbox, guild),
      channel as Partial<Channel> & { name: string },
    ),
};

const acts: Record<string, Handler> = {
  command: ({ acts }, args) =>
    acts.command(
      args['person'],
      args['command'],
      (args['options'] ?? {}) as Values,
      args as ActOptions,
    ),
  autocomplete: ({ acts }, args) =>
    acts.autocomplete(
      args['person'],
      args['command'],
      args['focused'],
      args['text'] ?? '',
      (args['options'] ?? {}) as Values,
      args as ActOptions,
    ),
  click: ({ acts }, args) =>
    acts.click(
      args['person'],
      args['message'],
      args['custom_id'],
      args as ActOptions & { values?: string[] },
    ),
  submit: ({ acts }, args) =>
    acts.submit(args['person'], args['interaction_id'], args['values'] ?? {}, args as ActOptions),
  forge: (sandbox, args) => sandbox.forge(args['interaction_id'], args['how'] as Forgery),
  redeliver: (sandbox, args) => sandbox.redeliver(args['interaction_id'], args['via']),
};

const settings: Record<string, Handler> = {
  interactions_url: ({ discord }, args) => discord.setInteractionsUrl(args['url'] ?? null),
  privileged_intents: ({ world }, args) => {
    world.app.privileged_intents = Number(args['bits']);
    world.changed();
  },
  gateway_settings: ({ discord }, args) =>
    Object.assign(discord.gateway.settings, args as Partial<GatewaySettings>),
  response_limit: ({ discord }, args) => {
    discord.interactions.limitMs = Number(args['ms']);
  },
  rate: ({ discord }, args) => {
    const rate: Rate = { limit: args['limit'], window_ms: args['window_ms'] };
    if (args['route'] === 'global') discord.limits.global = rate;
    else discord.rates.set(args['route'], rate);
  },
  rate_limits: ({ discord }, args) => {
    discord.limits.enabled = args['on'] === true;
  },
};

const faults: Record<string, Handler> = {
  fault: ({ discord }, args) => discord.faults.add(args as RestFault),
  clear_faults: ({ discord }) => discord.faults.clear(),
  gateway_drop: ({ gatewayFaults }, args) => gatewayFaults.drop(args['code'] ?? null),
  gateway_reconnect: ({ gatewayFaults }) => gatewayFaults.reconnect(),
  gateway_invalidate: ({ gatewayFaults }, args) =>
    gatewayFaults.invalidate(args['resumable'] === true),
  gateway_forget: ({ gatewayFaults }) => gatewayFaults.forgetSessions(),
  gateway_ask_heartbeat: ({ gatewayFaults }) => gatewayFaults.askHeartbeat(),
  gateway_mute: ({ gatewayFaults }, args) => gatewayFaults.muteAcks(args['on'] !== false),
  gateway_split: ({ gatewayFaults }, args) => gatewayFaults.split(args['on'] !== false),
  gateway_text: ({ gatewayFaults }, args) => gatewayFaults.sendText(args['text']),
  gateway_bytes: ({ gatewayFaults }, args) =>
    gatewayFaults.sendBytes(Buffer.from(args['base64'], 'base64')),
  gateway_event: ({ gatewayFaults }, args) => gatewayFaults.sendEvent(args['name'], args['data']),
  gateway_delay: ({ gatewayFaults }, args) => gatewayFaults.delay(Number(args['ms'])),
  gateway_lose: ({ gatewayFaults }, args) => gatewayFaults.lose(Number(args['count'])),
  gateway_unknown_fields: ({ gatewayFaults }, args) =>
    gatewayFaults.unknownFields(args['on'] !== false),
  gateway_refuse: ({ gatewayFaults }, args) => gatewayFaults.refuse(Number(args['count'])),
};

const waits: Record<string, Handler> = {
  wait_bot: (sandbox, args) => sandbox.waitForBot(args['timeout_ms']),
  wait_line: (sandbox, args) =>
    sandbox.waitForLine(
      args['kind'] as Line['kind'],
      (line) =>
        Object.entries(args['fields'] ?? {}).every(
          ([key, value]) => (line as unknown as Record<string, unknown>)[key] === value,
        ),
      args['timeout_ms'],
      args['since'],
    ),
};

const HANDLERS: Record<string, Handler> = { ...world, ...acts, ...settings, ...faults, ...waits };

export class Control {
  constructor(private readonly sandbox: Sandbox) {}

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const name = url.pathname.slice('/control/'.length);
    if (request.method === 'GET') return this.read(response, name);
    const handler = Object.hasOwn(HANDLERS, name) ? HANDLERS[name] : undefined;
    if (!handler) return sendJson(response, 404, { message: `there is no control ${name}` });
    try {
      const bytes = await readBytes(request);
      const args = ((await readBody('application/json', bytes)).json ?? {}) as Args;
      sendJson(response, 200, (await handler(this.sandbox, args)) ?? {});
    } catch (error) {
      const status = (error as { status?: number }).status ?? 400;
      sendJson(response, status, { message: (error as Error).message });
    }
  }

  private read(response: ServerResponse, name: string): void {
    const { discord } = this.sandbox;
    if (name === 'env') return sendJson(response, 200, this.sandbox.env());
    if (name === 'health') return sendJson(response, 200, { bot_online: discord.gateway.online });
    if (name === 'log') {
      const { invalidRequests } = discord.log;
      return sendJson(response, 200, {
        invalid_requests: invalidRequests,
        lines: discord.log.all(),
      });
    }
    sendJson(response, 404, { message: `there is no control ${name}` });
  }
}
