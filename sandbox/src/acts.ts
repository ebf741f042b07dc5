// People acting, for tests: use a command, press a button, fill a form, and see what comes of it.

import { messageView } from './chat_view.ts';
import { OPTION } from './discord/command_form.ts';
import type { Modal } from './discord/component_data.ts';
import { flatten } from './discord/component_form.ts';
import type { Discord } from './discord/discord.ts';
import type { Interaction, InteractionEvent, Request, Via } from './discord/interactions.ts';
import { isSnowflake } from './discord/snowflake.ts';
import type { CommandOption, Message, User } from './discord/state.ts';
import type { GivenOption } from './discord/request_data.ts';
import { Refused } from './refused.ts';

export interface ActOptions {
  /** The click's instant in ms; its interaction's id says so. Now unless told. */
  at_ms?: number;
  via?: Via;
  /** A channel's id or name; the first one the person may see unless told. */
  channel?: string;
  /** A server's id or name; the person's first unless told. */
  guild?: string;
  /** `visible` (default): until something is to be seen. `ack`: until it was acknowledged. */
  until?: 'visible' | 'ack';
  timeout_ms?: number;
}

export interface Answer {
  interaction_id: string;
  outcome: 'message' | 'update' | 'modal' | 'choices' | 'ack' | 'failed';
  /** As the person sees it: Discord's message object and the page's additions. */
  message?: SeenMessage;
  modal?: Modal;
  choices?: { name: string; value: string | number }[];
  /** What a failed one shows. */
  text?: string;
  took_ms: number;
}

export interface SeenMessage {
  id: string;
  channel_id: string;
  content: string;
  flags: number;
  embeds: Record<string, unknown>[];
  components: Record<string, unknown>[];
  attachments: { id: string; filename: string; url: string; size: number; content_type: string }[];
  interaction_label: string | null;
  [field: string]: unknown;
}

export type Values = Record<string, string | number | boolean>;

export class Acts {
  constructor(private readonly discord: Discord) {}

  /** `name` as typed: "/hours", "/roles employee add", or a menu command's name. */
  command(
    person: string,
    name: string,
    values: Values = {},
    options: ActOptions & { target?: string } = {},
  ): Promise<Answer> {
    const user = this.discord.world.person(person);
    const channel_id = this.channel(user, options);
    return this.perform(this.commandRequest(2, user, channel_id, name, values, options), options);
  }

  /** What autocomplete offers for the option `focused`, of which `text` was typed. */
  autocomplete(
    person: string,
    name: string,
    focused: string,
    text: string,
    values: Values = {},
    options: ActOptions = {},
  ): Promise<Answer> {
    const user = this.discord.world.person(person);
    const channel_id = this.channel(user, options);
    const request = this.commandRequest(
      4,
      user,
      channel_id,
      name,
      { ...values, [focused]: text },
      options,
    );
    let level = request.data['options'] as GivenOption[];
    while (level[0]?.options) level = level[0].options;
    for (const one of level)
      if (one.name === focused) Object.assign(one, { focused: true, value: text });
    return this.perform(request, options);
  }

  private commandRequest(
    type: number,
    user: User,
    channelId: string,
    name: string,
    values: Values,
    options: ActOptions & { target?: string },
  ): Request {
    const place = this.discord.world.place(channelId);
    const visible = this.discord.commands.visible(place, user.id);
    const words = name.replace(/^\//, '').split(' ');
    const command =
      visible.find((one) => one.name === name.replace(/^\//, '')) ??
      visible.find((one) => one.type === 1 && one.name === words[0]);
    if (!command) throw new Refused(403, `${user.username} sees no command ${name}`);
    const way = command.type === 1 ? words.slice(1) : [];
    const target_id = options.target && this.idOf(options.target);
    const given = this.given(command.options ?? [], way, values);
    return {
      type,
      user_id: user.id,
      channel_id: channelId,
      at_ms: options.at_ms,
      via: options.via,
      data: { id: command.id, name: command.name, type: command.type, options: given, target_id },
    };
  }

  private given(declared: CommandOption[], way: string[], values: Values): GivenOption[] {
    const [next, ...rest] = way;
    if (next !== undefined) {
      const sub = declared.find((one) => one.name === next);
      if (!sub) throw new Refused(400, `there is no sub-command ${next}`);
      return [{ name: next, type: sub.type, options: this.given(sub.options ?? [], rest, values) }];
    }
    return Object.entries(values).map(([name, value]) => {
      const type = declared.find((one) => one.name === name)?.type;
      return { name, type, value: type === OPTION.USER ? this.idOf(String(value)) : value };
    });
  }

  private idOf(key: string): string {
    return isSnowflake(key) ? key : this.discord.world.person(key).id;
  }

  /** Presses a button, or chooses `values` in a select. */
  click(
    person: string,
    message: string | SeenMessage,
    customId: string,
    options: ActOptions & { values?: string[] } = {},
  ): Promise<Answer> {
    const user = this.discord.world.person(person);
    const id = typeof message === 'string' ? message : message.id;
    const found = this.discord.world.findMessageAnywhere(id);
    if (!found) throw new Refused(404, `message ${id} is not there`);
    return this.perform(
      {
        type: 3,
        user_id: user.id,
        channel_id: found.channel_id,
        message_id: id,
        data: { custom_id: customId, values: options.values },
        at_ms: options.at_ms,
        via: options.via,
      },
      options,
    );
  }

  /** Sends the form that the interaction of that id opened; `values` by custom id. */
  submit(
    person: string,
    interactionId: string,
    values: Record<string, string | string[]>,
    options: ActOptions = {},
  ): Promise<Answer> {
    const user = this.discord.world.person(person);
    const opener = this.discord.interactions.find(interactionId);
    if (!opener?.modal) throw new Refused(404, 'That form is no longer open.');
    const components = Object.entries(values).map(([custom_id, value]) =>
      Array.isArray(value) ? { custom_id, values: value } : { custom_id, value },
    );
    return this.perform(
      {
        type: 5,
        user_id: user.id,
        channel_id: opener.record.channel_id,
        interaction_id: interactionId,
        data: { custom_id: opener.modal.custom_id, components },
        at_ms: options.at_ms,
        via: options.via,
      },
      options,
    );
  }

  /** Sends a request and waits for what the person sees. */
  perform(
    request: Request,
    { until = 'visible', timeout_ms = 20_000 }: ActOptions = {},
  ): Promise<Answer> {
    const began = Date.now();
    const interaction = this.discord.interactions.start(request);
    return new Promise((resolve, reject) => {
      const end = this.discord.interactions.bus.on((event) => {
        if (event.interaction !== interaction) return;
        const answer = this.read(event, until);
        if (!answer) return;
        finish();
        resolve({ interaction_id: interaction.record.id, took_ms: Date.now() - began, ...answer });
      });
      const timer = setTimeout(() => {
        finish();
        reject(
          new Error(
            `nothing was to be seen of interaction ${interaction.record.id} ` +
              `(${interaction.state}) after ${timeout_ms} ms`,
          ),
        );
      }, timeout_ms);
      const finish = (): void => {
        end();
        clearTimeout(timer);
      };
    });
  }

  private read(
    event: InteractionEvent,
    until: 'visible' | 'ack',
  ): Omit<Answer, 'interaction_id' | 'took_ms'> | null {
    const { interaction } = event;
    switch (event.type) {
      case 'failed':
        return { outcome: 'failed', text: event.text };
      case 'modal':
        return { outcome: 'modal', modal: interaction.modal! };
      case 'choices':
        return { outcome: 'choices', choices: interaction.choices! };
      case 'shown':
        return this.shown(interaction, event.message);
      case 'done':
        return until === 'ack' ? { outcome: 'ack' } : null;
      default:
        return null;
    }
  }

  private shown(
    { record }: Interaction,
    message: Message,
  ): Omit<Answer, 'interaction_id' | 'took_ms'> {
    return {
      outcome: message.id === record.message_id ? 'update' : 'message',
      message: this.see(message),
    };
  }

  see(message: Message): SeenMessage {
    return structuredClone(messageView(this.discord.world, message)) as unknown as SeenMessage;
  }

  private channel(user: User, { channel, guild }: ActOptions): string {
    const { world } = this.discord;
    if (channel !== undefined && /^\d+$/.test(channel)) return channel;
    const home = world.state.guilds.find(
      (one) =>
        world.member(one, user.id) &&
        (guild === undefined || one.id === guild || one.name === guild),
    );
    const found = home?.channels.find((one) =>
      channel === undefined
        ? one.type === 0 && world.maySee(world.place(one.id), user.id)
        : one.name === channel.replace(/^#/, ''),
    );
    if (!found) throw new Refused(404, `${user.username} has no channel ${channel ?? ''}`);
    return found.id;
  }
}

/** Custom ids of the buttons that can be pressed, in order: what a message offers. */
export function offered(message: SeenMessage): string[] {
  return flatten(message.components)
    .filter((one) => typeof one['custom_id'] === 'string' && one['disabled'] !== true)
    .map((one) => String(one['custom_id']));
}
