// Server-sent events for the chat page, with a memory for pages that come back.

import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { dmView, messageView } from './chat_view.ts';
import type { Discord } from './discord/discord.ts';
import type { InteractionEvent } from './discord/interactions.ts';
import type { WorldEvent } from './discord/world.ts';

const EVENTS_KEPT = 5_000;
const PING_MS = 15_000;

interface Sent {
  number: number;
  name: string;
  text: string;
  for: (userId: string) => boolean;
}

export class ChatEvents {
  /** Tells the events of this run of the sandbox from an earlier run's. */
  private readonly run = randomBytes(4).toString('hex');
  private readonly kept: Sent[] = [];
  private readonly listeners = new Map<ServerResponse, string>();
  private readonly pings: NodeJS.Timeout;
  private number = 0;

  constructor(private readonly discord: Discord) {
    discord.world.bus.on((event) => this.worldChanged(event));
    discord.interactions.bus.on((event) => this.interactionChanged(event));
    this.pings = setInterval(() => this.ping(), PING_MS);
    this.pings.unref();
  }

  listen(response: ServerResponse, userId: string, last: string | null): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    const missed = last === null ? [] : this.since(last);
    if (missed === null) this.write(response, 'reset', '{}');
    for (const one of missed ?? []) if (one.for(userId)) this.writeSent(response, one);
    this.write(response, 'hello', '{}');
    this.listeners.set(response, userId);
    response.on('close', () => this.listeners.delete(response));
  }

  /** What came after the event of that id; null when that is no longer known. */
  private since(id: string): Sent[] | null {
    const [run, number] = id.split('-');
    const first = this.kept[0]?.number ?? this.number + 1;
    const known = run === this.run && Number(number) >= first - 1;
    return known ? this.kept.filter((one) => one.number > Number(number)) : null;
  }

  private write(response: ServerResponse, name: string, text: string): void {
    response.write(`id: ${this.run}-${this.number}\nevent: ${name}\ndata: ${text}\n\n`);
  }

  private writeSent(response: ServerResponse, sent: Sent): void {
    response.write(`id: ${this.run}-${sent.number}\nevent: ${sent.name}\ndata: ${sent.text}\n\n`);
  }

  private send(name: string, data: object, to: (userId: string) => boolean): void {
    this.number += 1;
    const sent = { number: this.number, name, text: JSON.stringify(data), for: to };
    this.kept.push(sent);
    if (this.kept.length > EVENTS_KEPT) this.kept.shift();
    for (const [response, userId] of this.listeners) if (to(userId)) this.writeSent(response, sent);
  }

  private worldChanged(event: WorldEvent): void {
    const { world } = this.discord;
    if ('message' in event) {
      const { message } = event;
      const data =
        event.type === 'message_delete'
          ? { id: message.id, channel_id: message.channel_id }
          : { message: messageView(world, message) };
      return this.send(event.type, data, (userId) => world.sees(message, userId));
    }
    if ('guild' in event) {
      const { guild } = event;
      const left = event.type === 'member_remove' ? event.member.user_id : null;
      return this.send(
        'guild_update',
        { guild_id: guild.id },
        (userId) => userId === left || world.member(guild, userId) !== undefined,
      );
    }
    if (event.type === 'dm_open') {
      const { dm } = event;
      const view = dmView(world, dm, dm.recipient_id);
      return this.send('dm_open', view, (userId) => userId === dm.recipient_id);
    }
    if (event.type === 'commands_update') return this.send('commands_update', {}, () => true);
    for (const guild of world.botGuilds) {
      this.send(
        'guild_update',
        { guild_id: guild.id },
        (userId) => world.member(guild, userId) !== undefined,
      );
    }
  }

  private interactionChanged(event: InteractionEvent): void {
    const { record, payload, modal } = event.interaction;
    const { id: interaction_id, type, channel_id, user_id } = record;
    if (type === 4) return;
    const to = (userId: string): boolean => userId === user_id;
    const message_id = record.message_id ?? undefined;
    if (event.type === 'done') return this.send('interaction_done', { interaction_id }, to);
    if (event.type === 'modal') return this.send('modal_open', { interaction_id, ...modal }, to);
    if (event.type === 'failed') {
      return this.send(
        'interaction_failed',
        { interaction_id, channel_id, message_id, text: event.text },
        to,
      );
    }
    if (event.type !== 'pending') return;
    const data = payload['data'] as Record<string, unknown>;
    this.send(
      'interaction_pending',
      {
        interaction_id,
        type,
        channel_id,
        message_id,
        custom_id: data['custom_id'],
        command: record.command_name ?? undefined,
      },
      to,
    );
  }

  private ping(): void {
    for (const response of this.listeners.keys()) response.write(': still here\n\n');
  }

  end(): void {
    clearInterval(this.pings);
    for (const response of this.listeners.keys()) response.end();
  }
}
