// The page's one controller: follows the address, loads what it names, and applies events.

import { Api, getPeople, PAGE_SIZE, Refusal } from '../api/client.ts';
import { EventStream, type Connection } from '../api/events.ts';
import type { ChatEvent } from '../api/types.ts';
import { Interactions } from './interactions.ts';
import { NOBODY, START, type ChatState } from './model.ts';
import { firstChannel, placeOf } from './names.ts';
import { reduce } from './reduce.ts';
import { readRoute, routeTo } from './route.ts';
import { Store } from './store.ts';
import { EMPTY, withOlder, withPage, type Timeline } from './timeline.ts';

const RETRY_MS = 2_000;

/** Everything that belongs to one person; a new one is made when somebody else is picked. */
interface Self {
  api: Api;
  interactions: Interactions;
  stream: EventStream;
}

export class Chat {
  readonly store = new Store<ChatState>(START);
  private self: Self | null = null;

  async start(): Promise<void> {
    window.addEventListener('hashchange', () => this.follow());
    await this.loadPeople();
  }

  get api(): Api | null {
    return this.self?.api ?? null;
  }

  get interactions(): Interactions | null {
    return this.self?.interactions ?? null;
  }

  async loadPeople(): Promise<void> {
    try {
      this.store.set({ people: await getPeople(), fault: '' });
      this.follow();
    } catch (error) {
      this.store.set({ fault: words(error) });
      setTimeout(() => void this.loadPeople(), RETRY_MS);
    }
  }

  /** Brings the page to what the address names. */
  private follow(): void {
    const { people, world, as } = this.store.get();
    const route = readRoute(location.hash);
    const person = people?.find(({ id }) => id === route.user) ?? people?.[0];
    if (!person) return;
    if (person.id !== as) return this.become(person.id);
    if (world) this.openChannel(route.channel);
  }

  private become(id: string): void {
    this.self?.stream.close();
    this.store.set({ ...NOBODY, as: id });
    const api = new Api(id);
    const interactions = new Interactions(api, this.store);
    const stream = new EventStream(
      api.events(),
      (event) => this.take(event),
      (connection) => this.connectionIs(connection),
    );
    this.self = { api, interactions, stream };
  }

  private connectionIs(connection: Connection): void {
    this.store.set({ connection });
    if (connection !== 'live') return;
    this.self?.interactions.reset();
    void this.loadWorld(true);
  }

  private take(event: ChatEvent): void {
    this.store.set((state) => reduce(state, event));
    this.interactions?.take(event);
    if (event.kind === 'guild_update') void this.loadWorld(false);
    if (event.kind === 'reset') void this.loadWorld(true);
    if (event.kind === 'commands_update') this.store.set({ commands: {} });
    if (event.kind === 'commands_update' || event.kind === 'guild_update') void this.loadCommands();
  }

  /** Loads the servers again; `everything` drops what was loaded of the channels too. */
  private async loadWorld(everything: boolean): Promise<void> {
    const { api } = this;
    if (!api) return;
    try {
      const world = await api.world();
      if (this.api !== api) return;
      this.store.set(everything ? { world, fault: '', commands: {} } : { world });
      this.openChannel(readRoute(location.hash).channel, everything);
    } catch (error) {
      if (this.api === api) this.worldFailed(error);
    }
  }

  private worldFailed(error: unknown): void {
    if (this.store.get().world) this.store.set({ notice: words(error) });
    else this.store.set({ fault: words(error) });
  }

  private openChannel(wanted: string | null, again = false): void {
    const { world, as, timelines } = this.store.get();
    if (!world || !as) return;
    const channelId = placeOf(world, wanted)?.id ?? firstChannel(world);
    if (wanted !== channelId) history.replaceState(null, '', routeTo(as, channelId));
    this.store.set({ channelId, ...(again ? { timelines: this.onlyOf(channelId) } : {}) });
    if (!channelId) return;
    if (again || timelines[channelId]?.status !== 'ready') void this.loadMessages(channelId);
    void this.loadCommands();
  }

  private onlyOf(channelId: string | null): Record<string, Timeline> {
    const timeline = this.store.get().timelines[channelId ?? ''];
    return channelId && timeline ? { [channelId]: timeline } : {};
  }

  async loadMessages(channelId: string): Promise<void> {
    const { api } = this;
    if (!api) return;
    this.change(channelId, (old) => ({ ...old, status: 'loading', error: '', meanwhile: [] }));
    try {
      const page = await api.messages(channelId);
      if (this.api === api) this.change(channelId, (old) => withPage(old, page, PAGE_SIZE));
    } catch (error) {
      if (this.api !== api) return;
      this.change(channelId, (old) => ({ ...old, status: 'failed', error: words(error) }));
    }
  }

  async loadOlder(channelId: string): Promise<void> {
    const { api } = this;
    const timeline = this.store.get().timelines[channelId];
    const oldest = timeline?.messages[0];
    if (!api || !oldest || timeline.complete || timeline.status !== 'ready') return;
    const page = await this.tell(() => api.messages(channelId, oldest.id));
    if (page && this.api === api) this.change(channelId, (old) => withOlder(old, page, PAGE_SIZE));
  }

  private change(channelId: string, change: (timeline: Timeline) => Timeline): void {
    this.store.set(({ timelines }) => ({
      timelines: { ...timelines, [channelId]: change(timelines[channelId] ?? EMPTY) },
    }));
  }

  /** The commands of the open channel; asked for once, and again when they changed. */
  private async loadCommands(): Promise<void> {
    const { api } = this;
    const { channelId } = this.store.get();
    if (!api || !channelId) return;
    const list = await this.tell(() => api.commands(channelId));
    if (!list || this.api !== api) return;
    this.store.set(({ commands }) => ({ commands: { ...commands, [channelId]: list } }));
  }

  /** Says something. Resolves to whether it was said, so that the text is kept otherwise. */
  async say(content: string): Promise<boolean> {
    const { api } = this;
    const { channelId } = this.store.get();
    if (!api || !channelId) return false;
    const message = await this.tell(() => api.say(channelId, content));
    if (message) this.take({ kind: 'message_create', data: { message } });
    return message !== null;
  }

  async dismiss(messageId: string, channelId: string): Promise<void> {
    const { api } = this;
    if (!api) return;
    const gone = await this.tell(async () => ({ done: await api.dismiss(messageId) }));
    if (gone) this.take({ kind: 'message_delete', data: { id: messageId, channel_id: channelId } });
  }

  async openDirect(): Promise<void> {
    const { api } = this;
    const { world, as } = this.store.get();
    if (!api || !world || !as) return;
    const direct = await this.tell(() => api.openDirect(world.application.id));
    if (!direct) return;
    this.take({ kind: 'dm_open', data: direct });
    location.hash = routeTo(as, direct.id);
  }

  note(notice: string): void {
    this.store.set({ notice });
  }

  closeModal(): void {
    this.store.set({ modal: null });
  }

  /** Does something; what goes wrong is shown, and null comes back. */
  private async tell<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      this.store.set({ notice: words(error) });
      return null;
    }
  }
}

function words(error: unknown): string {
  return error instanceof Refusal ? error.message : 'Something went wrong on this page.';
}
