// What the chat page calls: /chat/… of API.md.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, readBytes } from './body.ts';
import type { ChatEvents } from './chat_events.ts';
import { dmView, messageView, personView, stateView } from './chat_view.ts';
import type { Discord } from './discord/discord.ts';
import { lengthOf } from './discord/form.ts';
import type { InteractionEvent, Request } from './discord/interactions.ts';
import { compareIds, isSnowflake } from './discord/snowflake.ts';
import type { User } from './discord/state.ts';
import type { Place } from './discord/world.ts';
import { waitFor } from './bus.ts';
import { sendJson } from './http.ts';
import { Refused } from './refused.ts';

interface Call {
  me: User;
  query: URLSearchParams;
  body: Record<string, unknown>;
  ids: string[];
}

interface Reply {
  status: number;
  json?: unknown;
}

const ok = (json: unknown): Reply => ({ status: 200, json });

export class Chat {
  private readonly routes: [string, RegExp, (call: Call) => Reply | Promise<Reply>][] = [
    ['GET', /^\/chat\/api\/state$/, (call) => this.state(call)],
    ['GET', /^\/chat\/api\/channels\/(\d+)\/messages$/, (call) => this.list(call)],
    ['POST', /^\/chat\/api\/channels\/(\d+)\/messages$/, (call) => this.say(call)],
    ['POST', /^\/chat\/api\/messages\/(\d+)\/dismiss$/, (call) => this.dismiss(call)],
    ['POST', /^\/chat\/api\/dms$/, (call) => this.openDm(call)],
    ['GET', /^\/chat\/api\/commands$/, (call) => this.commands(call)],
    ['POST', /^\/chat\/api\/interactions$/, (call) => this.interact(call)],
  ];

  constructor(
    private readonly discord: Discord,
    private readonly events: ChatEvents,
  ) {}

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    try {
      if (url.pathname.startsWith('/chat/attachments/')) return this.file(response, url.pathname);
      if (url.pathname === '/chat/api/people') {
        return sendJson(response, 200, this.discord.world.people.map(personView));
      }
      const me = this.me(url);
      if (url.pathname === '/chat/api/events') {
        const last = request.headers['last-event-id'] ?? url.searchParams.get('last');
        return this.events.listen(response, me.id, last === null ? null : String(last));
      }
      const found = this.routes.find(
        ([method, path]) => method === request.method && path.test(url.pathname),
      );
      if (!found) throw new Refused(404, 'There is nothing here.');
      const ids = found[1].exec(url.pathname)!.slice(1);
      const bytes = await readBytes(request);
      const body = (await readBody('application/json', bytes)).json ?? {};
      const call = { me, query: url.searchParams, ids, body: body as Record<string, unknown> };
      const reply = await found[2](call);
      sendJson(response, reply.status, reply.json);
    } catch (error) {
      const status = (error as { status?: unknown }).status;
      if (typeof status !== 'number') throw error;
      sendJson(response, status, { message: (error as Error).message });
    }
  }

  private me(url: URL): User {
    const user = this.discord.world.findUser(url.searchParams.get('as') ?? '');
    if (!user || user.bot) throw new Refused(404, 'There is no such person.');
    return user;
  }

  private place(channelId: string, me: User): Place {
    const place = this.discord.world.findPlace(channelId);
    if (!place || !this.discord.world.maySee(place, me.id)) {
      throw new Refused(404, 'That channel does not exist.');
    }
    return place;
  }

  private state({ me }: Call): Reply {
    const { world, gateway } = this.discord;
    return ok(stateView(world, me, gateway.online || world.app.interactions_url !== null));
  }

  private list({ me, ids, query }: Call): Reply {
    const { world } = this.discord;
    const place = this.place(ids[0]!, me);
    const before = query.get('before');
    const limit = Math.min(100, Math.max(1, Math.trunc(Number(query.get('limit') ?? 50)) || 50));
    const found = world
      .messages(place.id)
      .filter(
        (one) => world.sees(one, me.id) && (!isSnowflake(before) || compareIds(one.id, before) < 0),
      );
    return ok(found.slice(-limit).map((one) => messageView(world, one)));
  }

  private say({ me, ids, body }: Call): Reply {
    const { world, messages } = this.discord;
    const place = this.place(ids[0]!, me);
    const content = typeof body['content'] === 'string' ? body['content'] : '';
    if (content.trim() === '') throw new Refused(400, 'Write something first.');
    if (lengthOf(content) > 2000) throw new Refused(400, 'That is longer than 2000 characters.');
    const message = messages.post({ place, author_id: me.id, body: { content } });
    return ok(messageView(world, message));
  }

  private dismiss({ me, ids }: Call): Reply {
    const message = this.discord.world.findMessageAnywhere(ids[0]!);
    if (message?.visible_to !== me.id) throw new Refused(404, 'That message is no longer there.');
    this.discord.world.removeMessage(message);
    return { status: 204 };
  }

  private openDm({ me, body }: Call): Reply {
    const { world } = this.discord;
    if (body['recipient_id'] !== world.app.bot_id) {
      throw new Refused(400, 'Only the bot can be written to here.');
    }
    return ok(dmView(world, world.openDm(me.id), me.id));
  }

  private commands({ me, query }: Call): Reply {
    const place = this.place(query.get('channel') ?? '', me);
    return ok(this.discord.commands.visible(place, me.id));
  }

  private async interact({ me, body }: Call): Promise<Reply> {
    const { interactions } = this.discord;
    const text = (key: string): string | undefined =>
      typeof body[key] === 'string' ? (body[key] as string) : undefined;
    const interaction = interactions.start({
      type: Number(body['type']),
      user_id: me.id,
      channel_id: text('channel_id') ?? '',
      message_id: text('message_id'),
      interaction_id: text('interaction_id'),
      data: (typeof body['data'] === 'object' && body['data'] !== null
        ? body['data']
        : {}) as Request['data'],
    });
    const { id, type } = interaction.record;
    if (type !== 4) return { status: 202, json: { interaction_id: id } };
    const outcome = await waitFor<InteractionEvent, InteractionEvent>(
      interactions.bus,
      'choices',
      interactions.limitMs + 1000,
      (event) =>
        event.interaction === interaction && ['choices', 'failed'].includes(event.type)
          ? event
          : undefined,
    );
    if (outcome.type === 'failed') throw new Refused(504, 'Loading options failed.');
    return ok({ choices: interaction.choices });
  }

  private file(response: ServerResponse, path: string): void {
    const found = /^\/chat\/attachments\/(\d{1,20})\/(\d{1,20})\/[^/]+$/.exec(path);
    const [, channel = '', id = ''] = found ?? [];
    const known = this.discord.world
      .messages(channel)
      .flatMap((one) => one.attachments)
      .find((one) => one.id === id);
    const data = known && this.discord.files.get(id);
    if (!known || !data) throw new Refused(404, 'That file does not exist.');
    response
      .writeHead(200, {
        'Content-Type': known.content_type || 'application/octet-stream',
        'Content-Length': String(data.length),
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "sandbox; default-src 'none'",
      })
      .end(data);
  }
}
