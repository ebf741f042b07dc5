// What a person asks the bot for, and how it ends.
//
// The answer (202 with an id) and the events about that id travel on two connections, so an event
// may be here first: ends of unknown ids are remembered for a moment.

import { Refusal, type Api } from '../api/client.ts';
import type { ChatEvent, InteractionRequest, Message, ModalForm } from '../api/types.ts';
import { COMMAND, INTERACTION } from '../command/discord.ts';
import type { Line } from '../command/list.ts';
import { nest, type SentOption } from '../command/options.ts';
import type { ChatState, Underway } from './model.ts';
import { settle } from './reduce.ts';
import type { Store } from './store.ts';

const REMEMBERED = 50;
const NO_ANSWER_MS = 30_000;

type Part = Pick<Underway, 'kind' | 'channelId'> & Partial<Underway>;

export class Interactions {
  private nextKey = 1;
  private readonly ended = new Map<string, string | null>();
  private readonly mine = new Set<string>();

  constructor(
    private readonly api: Api,
    private readonly store: Store<ChatState>,
  ) {}

  /** Presses a button, or answers a select with `values`. */
  async press(message: Message, type: number, customId: string, values?: string[]): Promise<void> {
    const { id: messageId, channel_id: channelId } = message;
    const data = { custom_id: customId, component_type: type, ...(values ? { values } : {}) };
    this.forget((one) => one.messageId === messageId && one.failure !== null);
    await this.ask(
      { kind: 'component', channelId, messageId, customId },
      { type: INTERACTION.component, channel_id: channelId, message_id: messageId, data },
    );
  }

  /** Sends a slash command. Resolves with what is wrong with it, or "" once it is on its way. */
  run(channelId: string, line: Line, options: SentOption[]): Promise<string> {
    const { id, name, type } = line.command;
    const data = { id, name, type, options: nest(line.path, options) };
    return this.ask(
      { kind: 'command', channelId, label: `/${line.name}` },
      { type: INTERACTION.command, channel_id: channelId, data },
    );
  }

  runOnUser(
    channelId: string,
    command: { id: string; name: string },
    userId: string,
  ): Promise<string> {
    const { id, name } = command;
    const data = { id, name, type: COMMAND.user, target_id: userId };
    return this.ask(
      { kind: 'command', channelId, label: name },
      { type: INTERACTION.command, channel_id: channelId, data },
    );
  }

  async answerModal(components: unknown[]): Promise<void> {
    const { modal } = this.store.get();
    if (!modal || modal.sending) return;
    const { form, channelId } = modal;
    this.store.set({ modal: { ...modal, sending: true, error: '' } });
    const error = await this.ask(
      { kind: 'modal', channelId },
      {
        type: INTERACTION.modal,
        channel_id: channelId,
        interaction_id: form.interaction_id,
        data: { custom_id: form.custom_id, components },
      },
    );
    if (error) this.modalFailed(error);
  }

  dismissFailure(key: number): void {
    this.forget((one) => one.key === key);
  }

  take(event: ChatEvent): void {
    if (event.kind === 'interaction_done') this.end(event.data.interaction_id, null);
    if (event.kind === 'interaction_failed') this.end(event.data.interaction_id, event.data.text);
    if (event.kind === 'modal_open') this.openModal(event.data);
  }

  /** After a gap in the events nobody will tell how these ended. */
  reset(): void {
    this.forget((one) => one.failure === null);
    const { modal } = this.store.get();
    if (modal?.sending) this.modalFailed('The connection was lost. Try again.');
  }

  private async ask(part: Part, request: InteractionRequest): Promise<string> {
    const key = this.nextKey++;
    const blank = { id: null, messageId: null, customId: null, label: '', failure: null };
    const one: Underway = { ...blank, ...part, key };
    this.store.set(({ underway }) => ({ underway: [...underway, one] }));
    try {
      const { interaction_id: id } = await this.api.interact(request);
      this.started(key, id);
      return '';
    } catch (error) {
      return this.refused(one, error instanceof Refusal ? error.message : 'Something went wrong.');
    }
  }

  private started(key: number, id: string): void {
    this.mine.add(id);
    this.store.set(({ underway }) => ({
      underway: underway.map((one) => (one.key === key ? { ...one, id } : one)),
    }));
    const ended = this.ended.get(id);
    if (ended !== undefined) this.end(id, ended);
    else setTimeout(() => this.end(id, 'The application did not respond'), NO_ANSWER_MS);
  }

  private refused(one: Underway, failure: string): string {
    if (one.kind !== 'component') this.forget(({ key }) => key === one.key);
    else {
      this.store.set(({ underway }) => ({
        underway: underway.map((other) => (other.key === one.key ? { ...other, failure } : other)),
      }));
    }
    return failure;
  }

  private end(id: string, failure: string | null): void {
    const one = this.store.get().underway.find((other) => other.id === id);
    if (!one) return this.remember(id, failure);
    if (one.kind !== 'modal') {
      this.store.set(({ underway }) => ({ underway: settle(underway, id, failure) }));
      return;
    }
    this.forget(({ key }) => key === one.key);
    if (failure === null) this.store.set({ modal: null });
    else this.modalFailed(failure);
  }

  private remember(id: string, failure: string | null): void {
    this.ended.set(id, failure);
    const [oldest] = this.ended.keys();
    if (this.ended.size > REMEMBERED && oldest !== undefined) this.ended.delete(oldest);
  }

  private openModal(form: ModalForm): void {
    const { underway, channelId } = this.store.get();
    const mine = this.mine.has(form.interaction_id) || underway.some(({ id }) => id === null);
    const origin = underway.find(({ id }) => id === form.interaction_id);
    if (!mine) return;
    const place = origin?.channelId ?? channelId ?? '';
    this.store.set({ modal: { form, channelId: place, sending: false, error: '' } });
    this.end(form.interaction_id, null);
  }

  private modalFailed(error: string): void {
    this.store.set(({ modal }) => ({ modal: modal && { ...modal, sending: false, error } }));
  }

  private forget(which: (one: Underway) => boolean): void {
    this.store.set(({ underway }) => ({ underway: underway.filter((one) => !which(one)) }));
  }
}
