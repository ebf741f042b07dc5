// People who press at random, signed as Discord signs, at whichever process is there.

import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import assert from 'node:assert/strict';
import type { Sandbox } from '../../sandbox/src/sandbox.ts';
import { privateKeyOf, signedHeaders } from '../../sandbox/src/discord/signatures.ts';

export type Kind = 'clock_in' | 'clock_out' | 'break_start' | 'break_end';
const KINDS: Kind[] = ['clock_in', 'clock_out', 'break_start', 'break_end'];

const DISCORD_EPOCH_MS = 1420070400000n;
const GIVE_UP_MS = 60_000;
const ANSWER_MS = 10_000;

/** made: it counts; refused: the rules said no; trouble: a fault with a code; lost: no answer. */
export type Outcome = 'made' | 'refused' | 'trouble' | 'lost';

export interface Pressed {
  outcome: Outcome;
  words: string;
  took_ms: number;
}

export interface Press {
  id: string;
  body: string;
}

let lastId = 0n;

/** A snowflake of now, unlike any other. */
function nextId(): string {
  const id = (BigInt(Date.now()) - DISCORD_EPOCH_MS) << 22n;
  lastId = id > lastId ? id : lastId + 1n;
  return String(lastId);
}

export function newPress(guild: number, member: number, kind: Kind): Press {
  const id = nextId();
  const body = JSON.stringify({
    id, application_id: '42', type: 3, token: `token-${id}`, version: 1,
    guild_id: String(1_000_000 + guild), channel_id: '77', context: 0,
    locale: 'en-US', guild_locale: 'en-US', app_permissions: '8', entitlements: [],
    // Admins, whom nothing slows down.
    member: {
      user: { id: String(5_000_000 + member), username: `member${member}`, global_name: 'Member' },
      nick: null, roles: ['88'], permissions: '8',
    },
    message: { id: '66', flags: 64, content: '' },
    data: { custom_id: `timeclock:${kind}`, component_type: 2 },
  });
  return { id, body };
}

function read(status: number, text: string): { outcome: Outcome; words: string } {
  if (status !== 200) return { outcome: 'trouble', words: `${status} ${text}` };
  const answer = JSON.parse(text) as { data?: { content?: string; embeds?: unknown[] } };
  const words = answer.data?.content ?? '';
  if (!answer.data?.embeds?.length) return { outcome: 'trouble', words };
  return { outcome: words === '' ? 'made' : 'refused', words };
}

export class Crowd {
  /** The request keys of all presses that were answered with "it counts". */
  readonly acknowledged = new Set<string>();
  readonly count: Record<Outcome, number> = { made: 0, refused: 0, trouble: 0, lost: 0 };
  /** Sentences with which presses failed, without the codes in them. */
  readonly troubles = new Map<string, number>();
  slowest_ms = 0;
  private readonly key;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 512 });
  private over = false;

  constructor(sandbox: Sandbox, private readonly ports: () => number[], private readonly size = { guilds: 200, members: 4 }) {
    this.key = privateKeyOf(sandbox.world.app.private_key);
  }

  /** Once, at one process. */
  async press(press: Press, port = this.anyPort()): Promise<Pressed> {
    const began = Date.now();
    const answer = await this.post(port, press.body).catch(() => null);
    const took_ms = Date.now() - began;
    const pressed: Pressed = answer ? { ...read(answer.status, answer.text), took_ms } : { outcome: 'lost', words: '', took_ms };
    this.count[pressed.outcome]++;
    this.slowest_ms = Math.max(this.slowest_ms, took_ms);
    if (pressed.outcome === 'made') this.acknowledged.add(`discord:${press.id}`);
    if (pressed.outcome === 'trouble') {
      const words = pressed.words.replace(/`[^`]*`/g, '`…`');
      this.troubles.set(words, (this.troubles.get(words) ?? 0) + 1);
    }
    return pressed;
  }

  private anyPort(): number {
    const ports = this.ports();
    return ports[Math.floor(Math.random() * ports.length)] ?? 1;
  }

  private post(port: number, body: string): Promise<{ status: number; text: string }> {
    return new Promise((done, fail) => {
      const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...signedHeaders(this.key, body, Date.now()) };
      const sent = request({ host: '127.0.0.1', port, path: '/discord/interactions', method: 'POST', agent: this.agent, headers, timeout: ANSWER_MS }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
        answer.on('error', fail);
      });
      sent.on('timeout', () => sent.destroy(new Error('no answer')));
      sent.on('error', fail);
      sent.end(body);
    });
  }

  /** The same again, here and there, until it is answered: what Discord and people do. */
  async insist(press: Press): Promise<Pressed> {
    const until = Date.now() + GIVE_UP_MS;
    for (;;) {
      const pressed = await this.press(press);
      if (pressed.outcome === 'made' || pressed.outcome === 'refused') return pressed;
      assert.ok(Date.now() < until, `never answered: ${pressed.words}`);
      await sleep(20 + Math.random() * 80);
    }
  }

  private async client(): Promise<void> {
    const any = (most: number): number => Math.floor(Math.random() * most);
    while (!this.over) {
      const press = newPress(any(this.size.guilds), any(this.size.members), KINDS[any(KINDS.length)]!);
      // One press in three is delivered twice or thrice at the same moment.
      const times = any(3) === 0 ? 2 + any(2) : 1;
      await Promise.all(Array.from({ length: times }, () => this.insist(press)));
    }
  }

  /** Presses with so many hands until stop(). */
  begin(clients: number): Promise<unknown> {
    this.over = false;
    return Promise.all(Array.from({ length: clients }, () => this.client()));
  }

  stop(): void {
    this.over = true;
  }

  close(): void {
    this.agent.destroy();
  }

  /** Until so many more presses count. */
  async waitForMade(more: number, within_ms: number): Promise<number> {
    const began = Date.now();
    const wanted = this.count.made + more;
    while (this.count.made < wanted) {
      assert.ok(Date.now() - began < within_ms, `${this.count.made} of ${wanted} presses count after ${within_ms} ms; ${this.summary()}`);
      await sleep(5);
    }
    return Date.now() - began;
  }

  summary(): string {
    const { made, refused, trouble, lost } = this.count;
    const troubles = [...this.troubles].map(([words, times]) => `\n    ${times} × ${words}`).join('');
    return `${made} made, ${refused} refused, ${trouble} with a code, ${lost} unanswered, ${this.acknowledged.size} keys, slowest ${this.slowest_ms} ms${troubles}`;
  }
}
