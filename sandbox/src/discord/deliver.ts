// Carries interactions to an application by signed HTTP POST, and checks a new address the way
// Discord does before it accepts one.

import type { KeyObject } from 'node:crypto';
import { readBody, type Body } from '../body.ts';
import { newSnowflake } from './snowflake.ts';
import { forgedHeaders, signedHeaders } from './signatures.ts';

const USER_AGENT = 'Discord-Interactions/1.0 (+https://discord.com)';
const LARGEST_ANSWER = 25 * 1024 * 1024;

export interface HttpAnswer {
  status: number;
  /** Null where there was none, or where it could not be read. */
  body: Body | null;
}

async function post(
  url: string,
  text: string,
  headers: Record<string, string>,
  limitMs: number,
): Promise<HttpAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': USER_AGENT, ...headers },
    body: text,
    redirect: 'manual',
    signal: AbortSignal.timeout(limitMs),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const type = response.headers.get('content-type') ?? '';
  const readable = bytes.length > 0 && bytes.length <= LARGEST_ANSWER;
  const body = readable ? await readBody(type, bytes).catch(() => null) : null;
  return { status: response.status, body };
}

/** Throws when nobody answers in time. */
export function postInteraction(
  url: string,
  key: KeyObject,
  payload: object,
  limitMs: number,
): Promise<HttpAnswer> {
  const text = JSON.stringify(payload);
  return post(url, text, signedHeaders(key, text, Date.now()), limitMs);
}

/** What can be wrong about a signature: it, what it was made of, when, or that it is there. */
export type Forgery = 'signature' | 'body' | 'stale' | 'missing';

const STALE_MS = 3_600_000;

/** The status that a forged interaction is answered. */
export async function postForged(
  url: string,
  key: KeyObject,
  payload: object,
  how: Forgery,
  limitMs: number,
): Promise<number> {
  const text = JSON.stringify(payload);
  const signed = signedHeaders(
    key,
    how === 'body' ? `${text} ` : text,
    Date.now() - (how === 'stale' ? STALE_MS : 0),
  );
  const headers = {
    signature: forgedHeaders(Date.now()),
    body: signed,
    stale: signed,
    missing: {},
  }[how];
  return (await post(url, text, headers, limitMs)).status;
}

function ping(applicationId: string): string {
  return JSON.stringify({
    app_permissions: '0',
    application_id: applicationId,
    authorizing_integration_owners: {},
    entitlements: [],
    id: newSnowflake(),
    token: 'ping',
    type: 1,
    version: 1,
    user: {
      id: '643945264868098049',
      username: 'discord',
      discriminator: '0',
      global_name: null,
      avatar: null,
      public_flags: 0,
      bot: false,
      system: true,
    },
  });
}

/**
 * A PING that must be answered with a PONG, and one with a wrong signature that must be answered
 * 401. Null when the address will do, else why not.
 */
export async function probe(
  url: string,
  key: KeyObject,
  applicationId: string,
  limitMs: number,
): Promise<string | null> {
  const text = ping(applicationId);
  try {
    const forged = await post(url, text, forgedHeaders(Date.now()), limitMs);
    if (forged.status !== 401) {
      return `a wrong signature was answered ${forged.status}, it must be 401`;
    }
    const right = await post(url, text, signedHeaders(key, text, Date.now()), limitMs);
    if (right.status !== 200) return `PING was answered ${right.status}, it must be 200`;
    const json = right.body?.json as { type?: unknown } | undefined;
    return json?.type === 1 ? null : 'PING was not answered with {"type":1}';
  } catch (error) {
    return `no answer: ${(error as Error).message}`;
  }
}
