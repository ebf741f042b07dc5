// The shape of a REST route and of a call on it.

import type { Body } from '../body.ts';
import type { Discord } from './discord.ts';
import type { Rate } from './ratelimit.ts';

export interface Call {
  discord: Discord;
  params: Record<string, string>;
  query: URLSearchParams;
  body: Body;
}

export interface Reply {
  status: number;
  /** Absent: no body. */
  json?: unknown;
}

export interface Route {
  method: string;
  /** As in "/channels/:channel_id/messages". */
  template: string;
  rate: Rate;
  /** Needs no bot token; such routes carry their own, or tell nothing. */
  open: boolean;
  /** Interaction endpoints are not under the global limit. */
  globalLimit: boolean;
  handle: (call: Call) => Reply;
}

export const DEFAULT_RATE: Rate = { limit: 50, window_ms: 1000 };

type Options = Partial<Pick<Route, 'rate' | 'open' | 'globalLimit'>>;

export function route(spec: string, handle: Route['handle'], options: Options = {}): Route {
  const [method = '', template = ''] = spec.split(' ');
  return {
    method,
    template,
    handle,
    rate: DEFAULT_RATE,
    open: false,
    globalLimit: true,
    ...options,
  };
}

export const ok = (json: unknown): Reply => ({ status: 200, json });
export const done: Reply = { status: 204 };

/** Which values of the path count separately: Discord's top-level resources. */
export function majorOf(params: Record<string, string>): string {
  const { channel_id, guild_id, application_id, token, interaction_id } = params;
  if (token !== undefined) return `${interaction_id ?? application_id} ${token}`;
  return channel_id ?? guild_id ?? '';
}

export interface Match {
  route: Route;
  params: Record<string, string>;
}

interface Compiled {
  route: Route;
  pattern: RegExp;
  names: string[];
}

export class Router {
  private readonly compiled: Compiled[];

  constructor(routes: Route[]) {
    this.compiled = routes.map((one) => {
      const names = [...one.template.matchAll(/:(\w+)/g)].map((found) => found[1]!);
      const pattern = one.template.replace(/:\w+/g, '([^/]+)');
      return { route: one, pattern: new RegExp(`^${pattern}$`), names };
    });
  }

  /** `known`: there is such a path, if for other methods; tells 405 from 404. */
  find(method: string, path: string): { match: Match | null; known: boolean } {
    const there = this.compiled.filter((one) => one.pattern.test(path));
    const right = there.find((one) => one.route.method === method);
    if (!right) return { match: null, known: there.length > 0 };
    const values = right.pattern.exec(path)!.slice(1).map(decoded);
    const params = Object.fromEntries(right.names.map((name, i) => [name, values[i]!]));
    return { match: { route: right.route, params }, known: true };
  }
}

/** A part of a path; what cannot be decoded names nothing that exists. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
