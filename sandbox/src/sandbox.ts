// The sandbox as a whole: one HTTP port, the services behind it, and the handles for tests.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Acts } from './acts.ts';
import { waitFor } from './bus.ts';
import { Chat } from './chat.ts';
import { ChatEvents } from './chat_events.ts';
import { Control } from './control.ts';
import type { Forgery } from './discord/deliver.ts';
import { Discord } from './discord/discord.ts';
import { firstWorld } from './discord/first_world.ts';
import { GATEWAY_DEFAULTS, type GatewaySettings } from './discord/gateway.ts';
import { StateFile } from './discord/state.ts';
import { World } from './discord/world.ts';
import { API_PATH } from './discord/rest.ts';
import { Files } from './files.ts';
import { GatewayFaults } from './gateway_faults.ts';
import { sendJson } from './http.ts';
import type { Line } from './log.ts';
import { servePage } from './page_files.ts';

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  host?: string;
  /** Where the world is kept; in memory only unless told. */
  stateFile?: string;
  /** The built chat page's folder; no page unless told. */
  pageDir?: string;
  gateway?: Partial<GatewaySettings>;
  /** How long an application may take to answer an interaction; Discord's 3 s unless told. */
  responseLimitMs?: number;
  /** Intents that the developer portal allows; none unless told. */
  privilegedIntents?: number;
  /** False switches all rate limits off, for load tests of other things. */
  rateLimits?: boolean;
}

const WAIT_MS = 10_000;

export class Sandbox {
  readonly world: World;
  readonly discord: Discord;
  readonly acts: Acts;
  readonly gatewayFaults: GatewayFaults;
  readonly events: ChatEvents;
  private readonly server: Server;
  private readonly chat: Chat;
  private readonly control: Control;
  private readonly stateFile: StateFile;
  private readonly files: Files;
  private origin = '';

  constructor(private readonly options: SandboxOptions) {
    const { stateFile = null, gateway, responseLimitMs = 3000, rateLimits = true } = options;
    this.stateFile = new StateFile(stateFile);
    this.files = new Files(stateFile && `${stateFile}.files`);
    this.world = new World(this.stateFile.load(), this.stateFile);
    this.discord = new Discord(
      this.world,
      this.files,
      () => this.origin,
      { ...GATEWAY_DEFAULTS, ...gateway },
      responseLimitMs,
    );
    this.discord.limits.enabled = rateLimits;
    if (options.privilegedIntents !== undefined) {
      this.world.app.privileged_intents = options.privilegedIntents;
    }
    this.acts = new Acts(this.discord);
    this.gatewayFaults = new GatewayFaults(this.discord.gateway);
    this.events = new ChatEvents(this.discord);
    this.chat = new Chat(this.discord, this.events);
    this.control = new Control(this);
    this.server = createServer((request, response) => void this.handle(request, response));
    this.server.keepAliveTimeout = 60_000;
    this.server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  /** http://host:port */
  get url(): string {
    return this.origin;
  }

  async listen(): Promise<void> {
    const { port = 0, host = '127.0.0.1' } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
    this.origin = `http://${host}:${(this.server.address() as AddressInfo).port}`;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://sandbox');
      const path = url.pathname;
      if (path.startsWith(`${API_PATH}/`)) await this.discord.handle(request, response, url);
      else if (path.startsWith('/api/'))
        sendJson(response, 400, { message: 'Invalid API version provided', code: 50041 });
      else if (path.startsWith('/chat/')) await this.chat.handle(request, response, url);
      else if (path.startsWith('/control/')) await this.control.handle(request, response, url);
      else await servePage(response, this.options.pageDir ?? null, path);
    } catch (error) {
      console.error('sandbox: a request failed:', request.method, request.url, error);
      sendJson(response, 500, { message: '500: Internal Server Error', code: 0 });
    }
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = (request.url ?? '').split('?')[0]!.replace(/\/+$/, '');
    if (path === '/gateway' || path === '/gateway/resume')
      this.discord.gateway.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  }

  /** The variables a bot needs to live here. */
  env(): Record<string, string> {
    return botEnvironment(this.world.state, this.origin);
  }

  /** The first world again; the application keeps its keys and commands, sessions start anew. */
  reset(): void {
    const application = { ...this.world.app, interactions_url: null, privileged_intents: 0 };
    this.discord.interactions.clear();
    this.files.clear();
    const { commands } = this.world.state;
    this.world.state = { ...firstWorld(), application, commands };
    this.discord.log.clear();
    this.discord.faults.clear();
    this.discord.limits.clear();
    this.gatewayFaults.forgetSessions();
    this.world.changed({ type: 'commands_update' });
    for (const guild of this.world.state.guilds)
      this.world.changed({ type: 'guild_update', guild });
  }

  /** The same interaction again, exactly as it was. Resolves once it was handed over. */
  async redeliver(interactionId: string, via?: 'gateway' | 'http' | 'both'): Promise<void> {
    const interaction = this.discord.interactions.find(interactionId);
    if (!interaction) throw new Error(`interaction ${interactionId} is forgotten`);
    await this.discord.send(interaction, via);
  }

  /** The same interaction, by HTTP, wrongly signed. The status it was answered. */
  forge(interactionId: string, how: Forgery): Promise<number> {
    const interaction = this.discord.interactions.find(interactionId);
    if (!interaction) throw new Error(`interaction ${interactionId} is forgotten`);
    return this.discord.forge(interaction, how);
  }

  /** The first line of the log, past or to come, that `wanted` accepts. */
  async waitForLine<K extends Line['kind']>(
    kind: K,
    wanted: (line: Extract<Line, { kind: K }>) => boolean = () => true,
    timeoutMs = WAIT_MS,
    since = 0,
  ): Promise<Extract<Line, { kind: K }>> {
    const fits = (line: Line): line is Extract<Line, { kind: K }> =>
      line.kind === kind && line.at >= since && wanted(line as Extract<Line, { kind: K }>);
    const past = this.discord.log.all().find(fits);
    if (past) return past as Extract<Line, { kind: K }>;
    return waitFor(this.discord.log.bus, `a log line of kind ${kind}`, timeoutMs, (line) =>
      fits(line) ? line : undefined,
    );
  }

  /** Until a gateway session is live (or an interactions address set) and commands are registered. */
  async waitForBot(timeoutMs = WAIT_MS): Promise<void> {
    const ready = (): true | undefined => {
      const reachable = this.discord.gateway.online || this.world.app.interactions_url !== null;
      return reachable && this.world.state.commands.length > 0 ? true : undefined;
    };
    if (ready()) return;
    await waitFor(this.world.bus, 'the bot with its commands', timeoutMs, ready);
  }

  /** Ends everything and saves. */
  async close(): Promise<void> {
    this.stateFile.save(this.world.state);
    this.events.end();
    await this.discord.end();
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
    this.stateFile.save(this.world.state);
  }
}

export function botEnvironment(state: World['state'], origin: string): Record<string, string> {
  const { id, token, client_secret, public_key } = state.application;
  return {
    DISCORD_API_BASE: `${origin}${API_PATH}`,
    DISCORD_TOKEN: token,
    DISCORD_CLIENT_ID: id,
    DISCORD_CLIENT_SECRET: client_secret,
    DISCORD_PUBLIC_KEY: public_key,
  };
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = new Sandbox(options);
  await sandbox.listen();
  return sandbox;
}
