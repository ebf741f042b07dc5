// Discord's REST, v10: finds the route, checks who asks, counts, answers; and spoils the answer
// where a fault was planned.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, readBytes, type Body } from '../body.ts';
import { sleep } from '../bus.ts';
import { faultName, type RestFault } from '../faults.ts';
import { sendJson } from '../http.ts';
import type { Discord } from './discord.ts';
import { ApiError, refuse } from './errors.ts';
import { bodyOf, RateLimits } from './ratelimit.ts';
import { commandRoutes } from './rest_commands.ts';
import { guildRoutes } from './rest_guilds.ts';
import { interactionRoutes } from './rest_interactions.ts';
import { messageRoutes } from './rest_messages.ts';
import { majorOf, Router, type Match } from './route.ts';

export const API_PATH = '/api/v10';

// Discord's front refuses what does not name itself so.
const USER_AGENT = /^DiscordBot \(\S+, \S+\)/;

interface Finished {
  status: number;
  json?: unknown;
  headers: Record<string, string>;
}

export class Rest {
  private readonly router = new Router([
    ...commandRoutes,
    ...interactionRoutes,
    ...messageRoutes,
    ...guildRoutes,
  ]);

  constructor(private readonly discord: Discord) {}

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const method = request.method ?? 'GET';
    const path = url.pathname.slice(API_PATH.length) || '/';
    const fault = this.discord.faults.take(method, path);
    let seen: unknown;
    const log = (status: number, refusal: unknown = null): void =>
      this.discord.log.add({
        kind: 'rest',
        method,
        path: path + url.search,
        status,
        body: seen,
        refusal,
        user_agent: request.headers['user-agent'] ?? '',
        fault: fault && faultName(fault),
      });
    if (fault && !fault.after) {
      const spoilt = await this.spoil(fault, request, response, null);
      if (spoilt !== null) return log(spoilt);
    }
    const finished = await this.answer(request, url, path, (body) => {
      seen = body.json;
    });
    if (fault?.after) {
      const spoilt = await this.spoil(fault, request, response, finished);
      if (spoilt !== null) return log(spoilt);
    }
    log(finished.status, finished.status >= 400 ? finished.json : null);
    if (isInvalid(finished.status)) this.discord.log.invalidRequests += 1;
    sendJson(response, finished.status, finished.json, finished.headers);
  }

  private async answer(
    request: IncomingMessage,
    url: URL,
    path: string,
    seen: (body: Body) => void,
  ): Promise<Finished> {
    const headers: Record<string, string> = {};
    try {
      const match = this.match(request, path);
      this.authorize(request, match);
      Object.assign(headers, this.count(match));
      const bytes = await readBytes(request);
      const body = await readBody(request.headers['content-type'] ?? '', bytes);
      seen(body);
      const { params, route } = match;
      const call = { discord: this.discord, params, query: url.searchParams, body };
      return { ...route.handle(call), headers };
    } catch (error) {
      request.resume();
      if (!(error instanceof ApiError)) throw error;
      return {
        status: error.status,
        json: bodyOf(error),
        headers: { ...headers, ...error.headers },
      };
    }
  }

  private match(request: IncomingMessage, path: string): Match {
    if (!USER_AGENT.test(request.headers['user-agent'] ?? '')) throw refuse('blocked');
    const { match, known } = this.router.find(request.method ?? 'GET', path);
    if (match) return match;
    throw refuse(known ? 'method_not_allowed' : 'not_found');
  }

  private authorize(request: IncomingMessage, { route }: Match): void {
    if (route.open) return;
    if (request.headers.authorization === `Bot ${this.discord.world.app.token}`) return;
    throw refuse('unauthorized');
  }

  private count({ route, params }: Match): Record<string, string> {
    const { limits } = this.discord;
    if (route.globalLimit) limits.takeGlobal();
    const rate = this.discord.rates.get(`${route.method} ${route.template}`) ?? route.rate;
    return limits.take(`${route.method} ${route.template}`, majorOf(params), rate);
  }

  /** The status that was answered here (0: cut), or null when the real answer shall follow. */
  private async spoil(
    fault: RestFault,
    request: IncomingMessage,
    response: ServerResponse,
    real: Finished | null,
  ): Promise<number | null> {
    if (fault.delay_ms) await sleep(fault.delay_ms);
    if (fault.close) {
      if (fault.close === 'before') request.socket.destroy();
      else cutInTheMiddle(request, response, real);
      return 0;
    }
    if (fault.retry_after !== undefined) {
      const error = RateLimits.planned(fault.retry_after, fault.scope ?? 'user');
      sendJson(response, 429, bodyOf(error), error.headers);
      if (fault.scope !== 'shared') this.discord.log.invalidRequests += 1;
      return 429;
    }
    if (fault.status === undefined) return null;
    sendJson(
      response,
      fault.status,
      fault.status >= 500 ? undefined : { message: 'planned', code: 0 },
    );
    return fault.status;
  }
}

/** What Discord counts towards a ban: more than 10,000 of them in 10 minutes. */
const isInvalid = (status: number): boolean => [401, 403, 429].includes(status);

function cutInTheMiddle(
  request: IncomingMessage,
  response: ServerResponse,
  real: Finished | null,
): void {
  const text = JSON.stringify(real?.json ?? { message: 'cut' });
  response.writeHead(real?.status === 204 ? 200 : (real?.status ?? 200), {
    'Content-Type': 'application/json',
    'Content-Length': String(text.length + 100),
  });
  response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
}
