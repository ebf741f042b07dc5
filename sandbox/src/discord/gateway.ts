// The gateway: connections, sessions, and who gets which event.
//
//   connect ── HELLO ──> unidentified ── IDENTIFY ──> READY, GUILD_CREATE … ──> live
//                             └───────── RESUME ────> missed events, RESUMED ──> live
//   live ── socket lost ──> kept for resume ── minutes pass, or closed 1000/1001 ──> gone
//
// Source: Discord's pages "Gateway" and "Opcodes and Status Codes".

import { GatewayCloseCodes as Close, GatewayOpcodes as Op } from 'discord-api-types/v10';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Log } from '../log.ts';
import { Connection } from './connection.ts';
import { ALREADY, identifyProblem, readyData, type Fields } from './identify.ts';
import { gatewayEvent, INTENT, type GatewayEvent } from './gateway_events.ts';
import { guildCreate, memberObject } from './objects.ts';
import { Session } from './session.ts';
import { shardOf } from './snowflake.ts';
import type { World } from './world.ts';

const LARGEST_PAYLOAD = 4096;
const LIBRARY_LIMIT = 1 << 20;

export interface GatewaySettings {
  heartbeat_ms: number;
  /** One identify per shard % max_concurrency in this time. */
  identify_ms: number;
  max_concurrency: number;
  /** How long a session waits for a resume. */
  session_ms: number;
  /** More servers than this on one shard: 4011. */
  guilds_per_shard: number;
  /** Shards that GET /gateway/bot recommends. */
  shards: number;
}

export const GATEWAY_DEFAULTS: GatewaySettings = {
  heartbeat_ms: 41_250,
  identify_ms: 5_000,
  max_concurrency: 1,
  session_ms: 180_000,
  guilds_per_shard: 2_500,
  shards: 1,
};

const UNKNOWN_FIELDS = {
  of_tomorrow: { deep: [1, 'two', null, { three: [] }] },
  süß: true,
  number: 1e300,
};

interface Payload {
  op: number;
  d: unknown;
}

export class Gateway {
  readonly sessions = new Map<string, Session>();
  readonly connections = new Set<Connection>();
  private readonly server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: LIBRARY_LIMIT,
  });
  private readonly identified = new Map<number, number>();
  private readonly checks: NodeJS.Timeout;
  private nextNumber = 1;
  /** Faults: how late events go out, how many are lost on the way, connections turned away. */
  delayMs = 0;
  loseNext = 0;
  refuseNext = 0;
  /** Every event gets fields that nobody has heard of. */
  unknownFields = false;
  identifiesToday = 0;

  constructor(
    private readonly world: World,
    private readonly log: Log,
    private readonly origin: () => string,
    readonly settings: GatewaySettings,
  ) {
    world.bus.on((event) => {
      const made = gatewayEvent(world, event, origin());
      if (made) this.dispatch(made);
    });
    this.checks = setInterval(() => this.check(), 250);
    this.checks.unref();
  }

  get url(): string {
    return this.origin().replace(/^http/, 'ws') + '/gateway';
  }

  /** Whether the bot is to be seen as online. */
  get online(): boolean {
    return [...this.sessions.values()].some((one) => one.connection?.open);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.refuseNext > 0) {
      this.refuseNext -= 1;
      socket.end(
        'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      );
      return;
    }
    this.server.handleUpgrade(request, socket, head, (ws) => this.welcome(ws, request));
  }

  private welcome(socket: WebSocket, request: IncomingMessage): void {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const query = url.searchParams;
    const compress = query.get('compress');
    const connection = new Connection(
      this.nextNumber,
      socket,
      url.pathname,
      compress === 'zlib-stream',
    );
    this.nextNumber += 1;
    this.connections.add(connection);
    this.log.add({
      kind: 'connect',
      connection: connection.number,
      path: url.pathname,
      query: url.search,
    });
    socket.on('message', (data, binary) => this.received(connection, data as Buffer, binary));
    socket.on('close', (code) => this.closed(connection, code));
    socket.on('error', () => socket.terminate());
    if (query.get('v') !== '10')
      return connection.close(Close.InvalidAPIVersion, 'Invalid API version.');
    const known = compress === null || compress === 'zlib-stream';
    if (query.get('encoding') !== 'json' || !known) {
      return connection.close(Close.DecodeError, 'The sandbox speaks json and zlib-stream only.');
    }
    connection.send({
      op: Op.Hello,
      d: { heartbeat_interval: this.settings.heartbeat_ms, _trace: ['["sandbox"]'] },
    });
  }

  private received(connection: Connection, data: Buffer, binary: boolean): void {
    if (!connection.open) return;
    if (!connection.countSend())
      return connection.close(Close.RateLimited, 'You are being rate limited.');
    const payload = binary || data.length > LARGEST_PAYLOAD ? null : decode(data.toString('utf8'));
    if (!payload) return connection.close(Close.DecodeError, 'Error while decoding payload.');
    this.handle(connection, payload);
  }

  private handle(connection: Connection, { op, d }: Payload): void {
    const early: number[] = [Op.Heartbeat, Op.Identify, Op.Resume];
    const later: number[] = [
      Op.PresenceUpdate,
      Op.VoiceStateUpdate,
      Op.RequestGuildMembers,
      Op.RequestSoundboardSounds,
      43,
    ];
    if (![...early, ...later].includes(op))
      return connection.close(Close.UnknownOpcode, 'Unknown opcode.');
    if (!connection.session && later.includes(op)) {
      return connection.close(Close.NotAuthenticated, 'Not authenticated.');
    }
    const fields = (typeof d === 'object' && d !== null ? d : {}) as Fields;
    if (op === Op.Heartbeat) this.heartbeat(connection, d);
    else if (op === Op.Identify) this.identify(connection, fields);
    else if (op === Op.Resume) this.resume(connection, fields);
    else if (op === Op.RequestGuildMembers) this.sendMembers(connection.session!, fields);
  }

  private heartbeat(connection: Connection, d: unknown): void {
    connection.lastHeartbeatMs = Date.now();
    const seq = typeof d === 'number' ? d : null;
    this.log.add({ kind: 'heartbeat', connection: connection.number, seq });
    if (seq !== null && connection.session && seq > connection.session.seq) {
      return connection.close(Close.InvalidSeq, 'Invalid seq.');
    }
    if (!connection.muted) connection.send({ op: Op.HeartbeatAck, d: null });
  }

  private identify(connection: Connection, d: Fields): void {
    const shard = (d['shard'] ?? [0, 1]) as [number, number];
    const note = (outcome: string, session_id: string | null = null): void =>
      this.log.add({
        kind: 'identify',
        connection: connection.number,
        shard,
        intents: Number(d['intents']),
        compress: connection.compressed,
        properties: d['properties'],
        outcome,
        session_id,
      });
    const problem = connection.session
      ? ALREADY
      : identifyProblem(this.world, d, this.settings.guilds_per_shard);
    if (problem) {
      note(String(problem[0]));
      return connection.close(...problem);
    }
    if (!this.mayIdentify(shard[0])) {
      note('invalid session');
      return connection.send({ op: Op.InvalidSession, d: false });
    }
    const session = new Session(d['intents'] as number, shard);
    this.sessions.set(session.id, session);
    this.attach(session, connection);
    this.identifiesToday += 1;
    this.greet(session);
    note('ready', session.id);
  }

  private mayIdentify(shardId: number): boolean {
    const key = shardId % this.settings.max_concurrency;
    const now = Date.now();
    if (now - (this.identified.get(key) ?? 0) < this.settings.identify_ms) return false;
    this.identified.set(key, now);
    return true;
  }

  private greet(session: Session): void {
    const guilds = this.guildsOf(session);
    session.dispatch('READY', readyData(this.world, session, guilds, `${this.url}/resume`));
    if (!(session.intents & INTENT.GUILDS)) return;
    const everybody = (session.intents & INTENT.GUILD_PRESENCES) !== 0;
    for (const guild of guilds) {
      session.dispatch('GUILD_CREATE', guildCreate(this.world, guild, everybody));
    }
  }

  private guildsOf(session: Session): World['botGuilds'] {
    const [id, count] = session.shard;
    return this.world.botGuilds.filter((guild) => shardOf(guild.id, count) === id);
  }

  private attach(session: Session, connection: Connection): void {
    const before = session.connection;
    session.connection = connection;
    connection.session = session;
    if (before && before !== connection) {
      before.session = null;
      before.close(Close.UnknownError, 'Resumed elsewhere.');
    }
    this.world.bus.emit({ type: 'presence_update' });
  }

  private resume(connection: Connection, d: Fields): void {
    const session = this.sessions.get(String(d['session_id']));
    const seq = d['seq'];
    const note = (outcome: string, replayed = 0): void =>
      this.log.add({
        kind: 'resume',
        connection: connection.number,
        path: connection.path,
        session_id: String(d['session_id']),
        seq: Number(seq),
        outcome,
        replayed,
      });
    if (connection.session) {
      note(String(ALREADY[0]));
      return connection.close(...ALREADY);
    }
    if (d['token'] !== this.world.app.token) {
      note(String(Close.AuthenticationFailed));
      return connection.close(Close.AuthenticationFailed, 'Authentication failed.');
    }
    if (!session || !Number.isSafeInteger(seq) || !session.holds(seq as number)) {
      note('invalid session');
      return connection.send({ op: Op.InvalidSession, d: false });
    }
    if ((seq as number) > session.seq) {
      note(String(Close.InvalidSeq));
      this.sessions.delete(session.id);
      return connection.close(Close.InvalidSeq, 'Invalid seq.');
    }
    this.attach(session, connection);
    const replayed = session.replay(seq as number);
    session.dispatch('RESUMED', { _trace: ['["sandbox"]'] });
    note('resumed', replayed);
  }

  private sendMembers(session: Session, d: Fields): void {
    const guild = this.guildsOf(session).find((one) => one.id === d['guild_id']);
    if (!guild) return;
    const all = (session.intents & INTENT.GUILD_MEMBERS) !== 0;
    const asked = [d['user_ids'] ?? []].flat();
    const members = guild.members.filter((one) =>
      asked.length > 0 ? asked.includes(one.user_id) : all,
    );
    const told = d['presences'] === true && (session.intents & INTENT.GUILD_PRESENCES) !== 0;
    session.dispatch('GUILD_MEMBERS_CHUNK', {
      ...(told && { presences: this.world.presences.list(members.slice(0, 1000)) }),
      guild_id: guild.id,
      chunk_index: 0,
      chunk_count: 1,
      not_found: [],
      nonce: d['nonce'],
      members: members.slice(0, 1000).map((one) => memberObject(one, this.world.user(one.user_id))),
    });
  }

  private closed(connection: Connection, code: number): void {
    this.connections.delete(connection);
    const { session } = connection;
    this.log.add({
      kind: 'close',
      connection: connection.number,
      code,
      by_bot: !connection.endedHere,
    });
    if (!session || session.connection !== connection) return;
    session.connection = null;
    session.expires_ms = Date.now() + this.settings.session_ms;
    const ended = !connection.endedHere && (code === 1000 || code === 1001);
    if (ended) this.sessions.delete(session.id);
    this.world.bus.emit({ type: 'presence_update' });
  }

  /** Ends silent connections and sessions that nobody came back for. */
  private check(): void {
    const now = Date.now();
    const silence = this.settings.heartbeat_ms * 1.5 + 500;
    for (const connection of this.connections) {
      if (now - connection.lastHeartbeatMs > silence) {
        connection.close(Close.SessionTimedOut, 'Session timed out.');
      }
    }
    for (const session of this.sessions.values()) {
      if (!session.connection && now > session.expires_ms) this.sessions.delete(session.id);
    }
  }

  /** To every session of that shard which asked for it. How many sessions that were. */
  dispatch(event: GatewayEvent): number {
    const to = [...this.sessions.values()].filter(
      (session) =>
        shardOf(event.guildId, session.shard[1]) === session.shard[0] &&
        (event.intents === 0 || (event.intents & session.intents) !== 0),
    );
    for (const session of to) this.deliver(session, event.name, event.data(session.intents));
    return to.length;
  }

  private deliver(session: Session, name: string, known: unknown): void {
    const data = this.unknownFields ? { ...UNKNOWN_FIELDS, ...(known as object) } : known;
    if (this.loseNext > 0) {
      this.loseNext -= 1;
      return session.dispatch(name, data, false);
    }
    if (this.delayMs === 0) return session.dispatch(name, data);
    setTimeout(() => session.dispatch(name, data), this.delayMs);
  }

  async end(): Promise<void> {
    clearInterval(this.checks);
    for (const connection of this.connections) connection.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function decode(text: string): Payload | null {
  try {
    const payload = JSON.parse(text) as Payload;
    return Number.isSafeInteger(payload?.op) ? payload : null;
  } catch {
    return null;
  }
}
