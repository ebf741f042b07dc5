// The stream of events of one person.
//
//   connecting ──hello──> live ──error──> lost ──(pause)──> connecting
//
// The browser's own reconnecting gives up on some errors, so we do it: the pause grows from half a
// second to eight. After a gap the page loads everything again, which is simpler than a replay.

import type { ChatEvent } from './types.ts';

const KINDS: readonly ChatEvent['kind'][] = [
  'hello',
  'reset',
  'commands_update',
  'message_create',
  'message_update',
  'message_delete',
  'interaction_pending',
  'interaction_done',
  'interaction_failed',
  'modal_open',
  'guild_update',
  'dm_open',
];

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

export type Connection = 'connecting' | 'live' | 'lost';

export class EventStream {
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pauseMs = FIRST_PAUSE_MS;

  constructor(
    private readonly address: string,
    private readonly onEvent: (event: ChatEvent) => void,
    private readonly onConnection: (connection: Connection) => void,
  ) {
    this.connect();
  }

  close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  private connect(): void {
    const source = new EventSource(this.address);
    this.source = source;
    for (const kind of KINDS) {
      source.addEventListener(kind, (raw) => this.take(kind, (raw as MessageEvent<string>).data));
    }
    source.addEventListener('error', () => this.lose());
  }

  private take(kind: ChatEvent['kind'], text: string): void {
    if (kind === 'hello') {
      this.pauseMs = FIRST_PAUSE_MS;
      this.onConnection('live');
    }
    try {
      this.onEvent({ kind, data: JSON.parse(text) } as ChatEvent);
    } catch (error) {
      console.error('An event could not be used.', kind, error);
    }
  }

  private lose(): void {
    this.close();
    this.onConnection('lost');
    this.timer = setTimeout(() => this.connect(), this.pauseMs);
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
