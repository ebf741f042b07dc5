// A gateway session: what a bot asked for at identify, and the events it has not yet seen.
// It outlives its connection for some minutes, so that the bot can resume it.

import { randomBytes } from 'node:crypto';
import type { Connection } from './connection.ts';

const EVENTS_KEPT = 10_000;

interface Kept {
  seq: number;
  text: string;
}

export class Session {
  readonly id = randomBytes(16).toString('hex');
  seq = 0;
  connection: Connection | null = null;
  /** When it may be forgotten; only counts while nobody is connected. */
  expires_ms = 0;
  private kept: Kept[] = [];

  constructor(
    readonly intents: number,
    readonly shard: readonly [number, number],
  ) {}

  /** Numbers an event, keeps it for a resume and sends it when `deliver` (and a socket) allows. */
  dispatch(event: string, data: unknown, deliver = true): void {
    this.seq += 1;
    const text = JSON.stringify({ t: event, s: this.seq, op: 0, d: data });
    this.kept.push({ seq: this.seq, text });
    if (this.kept.length > EVENTS_KEPT) this.kept.shift();
    if (deliver) this.connection?.sendText(text);
  }

  /** Whether everything after `seq` is still there. */
  holds(seq: number): boolean {
    const first = this.kept[0]?.seq ?? this.seq + 1;
    return seq + 1 >= first;
  }

  /** Sends again what came after `seq`; how many that were. */
  replay(seq: number): number {
    const missed = this.kept.filter((one) => one.seq > seq);
    for (const one of missed) this.connection?.sendText(one.text);
    return missed.length;
  }
}
