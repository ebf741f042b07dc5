// The requests of the page, each with a deadline and an error that can be shown as it is.

import type {
  Choice,
  Command,
  Direct,
  InteractionRequest,
  Message,
  Person,
  World,
} from './types.ts';

const DEADLINE_MS = 15_000;
export const PAGE_SIZE = 50;

export class Refusal extends Error {
  constructor(
    message: string,
    /** The HTTP status, 0 when the sandbox could not be reached. */
    readonly status: number,
  ) {
    super(message);
  }
}

async function call<T>(method: string, path: string, query: object, body?: unknown): Promise<T> {
  const response = await reach(method, `${path}?${new URLSearchParams({ ...query })}`, body);
  const text = await response.text().catch(() => '');
  const answer = parse(text) as T & { message?: unknown };
  if (response.ok) return answer;
  const said = typeof answer?.message === 'string' ? answer.message : null;
  throw new Refusal(said ?? `The sandbox answered ${response.status}.`, response.status);
}

async function reach(method: string, address: string, body: unknown): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), DEADLINE_MS);
  const sent =
    body === undefined
      ? {}
      : {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        };
  try {
    return await fetch(`/chat/api/${address}`, { method, signal: abort.signal, ...sent });
  } catch {
    throw new Refusal('The sandbox cannot be reached. Is it still running?', 0);
  } finally {
    clearTimeout(timer);
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

export function getPeople(): Promise<Person[]> {
  return call('GET', 'people', {});
}

/** The requests that are made as one person. */
export class Api {
  constructor(readonly as: string) {}

  world(): Promise<World> {
    return call('GET', 'state', { as: this.as });
  }

  messages(channel: string, before?: string): Promise<Message[]> {
    const query = { as: this.as, limit: String(PAGE_SIZE), ...(before ? { before } : {}) };
    return call('GET', `channels/${channel}/messages`, query);
  }

  say(channel: string, content: string): Promise<Message> {
    return call('POST', `channels/${channel}/messages`, { as: this.as }, { content });
  }

  dismiss(message: string): Promise<void> {
    return call('POST', `messages/${message}/dismiss`, { as: this.as }, {});
  }

  openDirect(recipient: string): Promise<Direct> {
    return call('POST', 'dms', { as: this.as }, { recipient_id: recipient });
  }

  commands(channel: string): Promise<Command[]> {
    return call('GET', 'commands', { as: this.as, channel });
  }

  interact(request: InteractionRequest): Promise<{ interaction_id: string }> {
    return call('POST', 'interactions', { as: this.as }, request);
  }

  complete(request: InteractionRequest): Promise<{ choices: Choice[] }> {
    return call('POST', 'interactions', { as: this.as }, request);
  }

  events(): string {
    return `/chat/api/events?${new URLSearchParams({ as: this.as })}`;
  }
}
