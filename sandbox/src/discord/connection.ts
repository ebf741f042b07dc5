// One WebSocket of a bot: framing, compression, the 120-a-minute limit, heartbeats.

import { constants, createDeflate, type Deflate } from 'node:zlib';
import type { WebSocket } from 'ws';
import type { Session } from './session.ts';

const SENDS_A_MINUTE = 120;
const MINUTE_MS = 60_000;
const FLUSH_MARK = Buffer.from([0x00, 0x00, 0xff, 0xff]);

/** Feeds one deflate stream, message by message, each ending at a sync flush. */
class Compressor {
  private readonly deflate: Deflate = createDeflate();
  private readonly waiting: { text: string; done: (bytes: Buffer) => void }[] = [];
  private parts: Buffer[] = [];
  private flushed = false;

  constructor() {
    this.deflate.on('data', (part: Buffer) => {
      this.parts.push(part);
      this.finish();
    });
  }

  push(text: string, done: (bytes: Buffer) => void): void {
    this.waiting.push({ text, done });
    if (this.waiting.length === 1) this.next();
  }

  private next(): void {
    const first = this.waiting[0];
    if (!first) return;
    this.flushed = false;
    this.parts = [];
    this.deflate.write(first.text);
    this.deflate.flush(constants.Z_SYNC_FLUSH, () => {
      this.flushed = true;
      this.finish();
    });
  }

  /** The flush's callback and the last piece come in either order: whichever is last ends it. */
  private finish(): void {
    const bytes = Buffer.concat(this.parts);
    if (!this.flushed || !bytes.subarray(-4).equals(FLUSH_MARK)) return;
    this.waiting.shift()?.done(bytes);
    this.next();
  }

  end(): void {
    this.waiting.length = 0;
    this.deflate.close();
  }
}

export class Connection {
  session: Session | null = null;
  private readonly compressor: Compressor | null;
  private readonly sends: number[] = [];
  lastHeartbeatMs = Date.now();
  /** Whether the sandbox ended it, not the bot. */
  endedHere = false;
  /** Faults: answers to heartbeats are swallowed; messages come in two frames. */
  muted = false;
  split = false;

  constructor(
    readonly number: number,
    readonly socket: WebSocket,
    readonly path: string,
    readonly compressed: boolean,
  ) {
    this.compressor = compressed ? new Compressor() : null;
    socket.on('close', () => this.compressor?.end());
  }

  get open(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  send(payload: object): void {
    this.sendText(JSON.stringify({ t: null, s: null, ...payload }));
  }

  /** Any text at all, also what is no JSON. */
  sendText(text: string): void {
    if (!this.open) return;
    if (!this.compressor) this.socket.send(text);
    else this.compressor.push(text, (bytes) => this.sendBytes(bytes));
  }

  private sendBytes(bytes: Buffer): void {
    if (!this.open) return;
    const half = this.split ? Math.floor(bytes.length / 2) : 0;
    if (half > 0) this.socket.send(bytes.subarray(0, half));
    this.socket.send(bytes.subarray(half));
  }

  /** Counts a message of the bot; false past 120 in a minute. */
  countSend(): boolean {
    const now = Date.now();
    this.sends.push(now);
    while (this.sends[0]! <= now - MINUTE_MS) this.sends.shift();
    return this.sends.length <= SENDS_A_MINUTE;
  }

  close(code: number, reason: string): void {
    this.endedHere = true;
    this.socket.close(code, reason);
  }

  /** Without a close frame, as when a cable is cut. */
  cut(): void {
    this.endedHere = true;
    this.socket.terminate();
  }
}
