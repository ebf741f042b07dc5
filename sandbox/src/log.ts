// What the bot did, for tests to read and to wait for.  Bounded: the oldest lines go first.

import { Bus } from './bus.ts';

export interface RestLine {
  kind: 'rest';
  at: number;
  method: string;
  path: string;
  status: number;
  user_agent: string;
  /** JSON of the request, as far as it was read. */
  body: unknown;
  /** What a refusal (4xx) said. */
  refusal: unknown;
  /** What went wrong on purpose, if anything. */
  fault: string | null;
}

export interface ConnectLine {
  kind: 'connect';
  at: number;
  connection: number;
  path: string;
  query: string;
}

export interface IdentifyLine {
  kind: 'identify';
  at: number;
  connection: number;
  shard: [number, number];
  intents: number;
  compress: boolean;
  properties: unknown;
  /** `ready`, `invalid session`, or the close code. */
  outcome: string;
  session_id: string | null;
}

export interface ResumeLine {
  kind: 'resume';
  at: number;
  connection: number;
  path: string;
  session_id: string;
  seq: number;
  outcome: string;
  replayed: number;
}

export interface CloseLine {
  kind: 'close';
  at: number;
  connection: number;
  code: number;
  /** Whether the bot closed it. */
  by_bot: boolean;
}

export interface HeartbeatLine {
  kind: 'heartbeat';
  at: number;
  connection: number;
  seq: number | null;
}

/** An interaction posted to the application's address. */
export interface PostLine {
  kind: 'post';
  at: number;
  interaction_id: string;
  /** 0: no answer. */
  status: number;
  json: unknown;
  /** Why the answer was not taken, if it was not. */
  refused: string | null;
}

export type Line =
  RestLine | ConnectLine | IdentifyLine | ResumeLine | CloseLine | HeartbeatLine | PostLine;

const KEPT = 20_000;

type Without<L> = L extends Line ? Omit<L, 'at'> : never;

export class Log {
  readonly bus = new Bus<Line>();
  private lines: Line[] = [];
  /** Answers 401, 403 and 429 (not of scope "shared"), which Discord bans for past 10,000 in 10 min. */
  invalidRequests = 0;

  add(line: Without<Line>): void {
    const whole = { ...line, at: Date.now() } as Line;
    this.lines.push(whole);
    if (this.lines.length > KEPT * 1.1) this.lines = this.lines.slice(-KEPT);
    this.bus.emit(whole);
  }

  of<K extends Line['kind']>(kind: K): Extract<Line, { kind: K }>[] {
    return this.lines.filter((line) => line.kind === kind) as Extract<Line, { kind: K }>[];
  }

  all(): Line[] {
    return [...this.lines];
  }

  clear(): void {
    this.lines = [];
    this.invalidRequests = 0;
  }
}
