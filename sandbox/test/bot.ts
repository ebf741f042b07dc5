// A small bot for the sandbox's own tests: REST calls, a gateway client, and an HTTP endpoint.

import { createPublicKey, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInflate, type Inflate } from 'node:zlib';
import { WebSocket } from 'ws';
import { sleep } from '../src/bus.ts';
import type { Sandbox } from '../src/sandbox.ts';

export type Json = Record<string, any>;

export interface Result {
  status: number;
  json: Json;
  headers: Headers;
}

export const AGENT = 'DiscordBot (https://example.org, 1.0)';

export async function rest(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Result> {
  const form = body instanceof FormData;
  const response = await fetch(`${sandbox.url}/api/v10${path}`, {
    method,
    headers: {
      Authorization: `Bot ${sandbox.world.app.token}`,
      'User-Agent': AGENT,
      ...(body !== undefined && !form && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body:
      body === undefined
        ? undefined
        : form
          ? body
          : typeof body === 'string'
            ? body
            : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, json: text ? JSON.parse(text) : {}, headers: response.headers };
}

/** A gateway client that remembers everything it was sent. */
export class GatewayClient {
  readonly received: Json[] = [];
  closeCode: number | null = null;
  private readonly inflate: Inflate | null;
  private text = '';
  private readonly changed = new Set<() => void>();
  /** Answers each INTERACTION_CREATE when set. */
  onInteraction: ((interaction: Json) => void) | null = null;

  private constructor(
    readonly socket: WebSocket,
    compress: boolean,
  ) {
    this.inflate = compress ? createInflate() : null;
    this.inflate?.on('data', (part: Buffer) => this.take(part.toString('utf8')));
    socket.on('message', (data: Buffer) => {
      if (this.inflate) this.inflate.write(data);
      else this.take(data.toString('utf8'));
    });
    socket.on('close', (code) => {
      this.closeCode = code;
      this.tell();
    });
    socket.on('error', () => undefined);
  }

  static connect(
    sandbox: Sandbox,
    query = '?v=10&encoding=json',
    path = '/gateway',
  ): GatewayClient {
    const url = `${sandbox.url.replace('http', 'ws')}${path}/${query}`;
    return new GatewayClient(new WebSocket(url), query.includes('zlib-stream'));
  }

  /** A client that is past READY. */
  static async ready(sandbox: Sandbox, intents = 1): Promise<GatewayClient> {
    const client = GatewayClient.connect(sandbox);
    await client.next((one) => one['op'] === 10);
    client.identify(sandbox, { intents });
    await client.event('READY');
    return client;
  }

  private take(text: string): void {
    this.text += text;
    let json;
    try {
      json = JSON.parse(this.text);
    } catch {
      return;
    }
    this.text = '';
    this.received.push(json);
    if (json.t === 'INTERACTION_CREATE') this.onInteraction?.(json.d);
    this.tell();
  }

  private tell(): void {
    for (const one of [...this.changed]) one();
  }

  send(payload: unknown): void {
    this.socket.send(typeof payload === 'string' ? payload : JSON.stringify(payload));
  }

  identify(sandbox: Sandbox, more: Json = {}): void {
    this.send({
      op: 2,
      d: { token: sandbox.world.app.token, intents: 1, properties: { os: 'linux' }, ...more },
    });
  }

  get seq(): number {
    return Math.max(0, ...this.received.map((one) => Number(one['s'] ?? 0)));
  }

  async next(wanted: (one: Json) => boolean): Promise<Json> {
    await this.until(() => this.received.some(wanted));
    return this.received.find(wanted)!;
  }

  event(name: string): Promise<Json> {
    return this.next((one) => one['t'] === name);
  }

  async closed(): Promise<number> {
    await this.until(() => this.closeCode !== null);
    return this.closeCode!;
  }

  private until(there: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(
          new Error(`waited in vain; received ${JSON.stringify(this.received).slice(0, 2000)}`),
        );
      }, 20_000);
      const look = (): void => {
        if (!there()) return;
        clearTimeout(timer);
        this.changed.delete(look);
        resolve();
      };
      this.changed.add(look);
      look();
    });
  }
}

/** Registers commands and has a client that answers each interaction with what `answer` says. */
export async function answering(
  sandbox: Sandbox,
  commands: Json[],
  answer: (interaction: Json) => unknown,
): Promise<GatewayClient> {
  await rest(sandbox, 'PUT', `/applications/${sandbox.world.app.id}/commands`, commands);
  const client = await GatewayClient.ready(sandbox, 0);
  client.onInteraction = (interaction) => {
    const body = answer(interaction);
    // A test may end while the answer is on its way.
    if (body) callback(sandbox, interaction, body).catch(() => undefined);
  };
  return client;
}

export function callback(
  sandbox: Sandbox,
  interaction: Json,
  body: unknown,
  query = '',
): Promise<Result> {
  return rest(
    sandbox,
    'POST',
    `/interactions/${interaction['id']}/${interaction['token']}/callback${query}`,
    body,
    { Authorization: '' },
  );
}

/** Waits until there is something, however slow the machine is. */
export async function eventually<T>(look: () => T | undefined | false): Promise<T> {
  for (let i = 0; i < 1000; i += 1) {
    const found = look();
    if (found) return found;
    await sleep(10);
  }
  throw new Error(`waited in vain: ${look}`);
}

export interface Endpoint {
  url: string;
  requests: Json[];
  close: () => void;
}

/** An interactions endpoint; `checks` false forgets to look at signatures. */
export async function endpoint(
  sandbox: Sandbox,
  answer: (interaction: Json) => unknown,
  checks = true,
): Promise<Endpoint> {
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'OKP',
      crv: 'Ed25519',
      x: Buffer.from(sandbox.world.app.public_key, 'hex').toString('base64url'),
    },
  });
  const requests: Json[] = [];
  const server: Server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const signature = Buffer.from(String(request.headers['x-signature-ed25519']), 'hex');
    const signed = Buffer.concat([
      Buffer.from(String(request.headers['x-signature-timestamp'])),
      body,
    ]);
    if (checks && !verify(null, signed, key, signature)) return void response.writeHead(401).end();
    const json = JSON.parse(body.toString('utf8'));
    requests.push(json);
    const reply = json.type === 1 ? { type: 1 } : answer(json);
    if (reply === undefined) return void response.writeHead(202).end();
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref(); // a test that fails before it closes us must still end
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/discord/interactions`,
    requests,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export const many = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** The path of the first field that was wrong, and its code: "0.name APPLICATION_…". */
export function firstProblem(json: Json): string {
  const walk = (node: Json, path: string[]): string | null => {
    if (Array.isArray(node['_errors']))
      return `${path.join('.')} ${node['_errors'][0].code}`.trim();
    for (const [key, below] of Object.entries(node)) {
      const found = walk(below, [...path, key]);
      if (found) return found;
    }
    return null;
  };
  return json['code'] === 50035 ? (walk(json['errors'], []) ?? '') : `code ${json['code']}`;
}
