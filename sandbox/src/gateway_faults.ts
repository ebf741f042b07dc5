// Things that go wrong on purpose on the gateway.

import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import type { Connection } from './discord/connection.ts';
import type { Gateway } from './discord/gateway.ts';

export class GatewayFaults {
  constructor(private readonly gateway: Gateway) {}

  private each(act: (connection: Connection) => void): number {
    const all = [...this.gateway.connections];
    all.forEach(act);
    return all.length;
  }

  /** Ends all sockets, with a close code or (null) like a cut cable. How many that were. */
  drop(code: number | null = null): number {
    return this.each((one) => (code === null ? one.cut() : one.close(code, 'planned')));
  }

  /** Asks for a reconnect (op 7). */
  reconnect(): number {
    return this.each((one) => one.send({ op: Op.Reconnect, d: null }));
  }

  /** Says the session is invalid (op 9); one that cannot be resumed is forgotten. */
  invalidate(resumable: boolean): number {
    return this.each((one) => {
      if (!resumable && one.session) {
        this.gateway.sessions.delete(one.session.id);
        one.session = null;
      }
      one.send({ op: Op.InvalidSession, d: resumable });
    });
  }

  /** Forgets all sessions, also those waiting for a resume, and tells who is connected. */
  forgetSessions(): void {
    this.invalidate(false);
    this.gateway.sessions.clear();
  }

  /** Asks for a heartbeat at once (op 1). */
  askHeartbeat(): number {
    return this.each((one) => one.send({ op: Op.Heartbeat, d: null }));
  }

  /** Heartbeats are no longer acknowledged on the open sockets (or are again). */
  muteAcks(muted = true): number {
    return this.each((one) => {
      one.muted = muted;
    });
  }

  /** Compressed messages come in two frames on the open sockets. */
  split(split = true): number {
    return this.each((one) => {
      one.split = split;
    });
  }

  /** Sends a text as it is: garbage, half a JSON, whatever. */
  sendText(text: string): number {
    return this.each((one) => one.sendText(text));
  }

  /** Sends bytes past the compression: a broken stream. */
  sendBytes(bytes: Buffer): number {
    return this.each((one) => one.socket.send(bytes));
  }

  /** A numbered event of any name and shape, to every session; a resume replays it. */
  sendEvent(name: string, data: unknown): void {
    for (const session of this.gateway.sessions.values()) session.dispatch(name, data);
  }

  /** All coming events go out this late; 0 ends it. */
  delay(ms: number): void {
    this.gateway.delayMs = ms;
  }

  /** The next events are numbered and kept for a resume, but not sent. */
  lose(count: number): void {
    this.gateway.loseNext = count;
  }

  /** Every event gets fields that nobody has heard of. */
  unknownFields(on = true): void {
    this.gateway.unknownFields = on;
  }

  /** The next connections are answered 503. */
  refuse(count: number): void {
    this.gateway.refuseNext = count;
  }
}
