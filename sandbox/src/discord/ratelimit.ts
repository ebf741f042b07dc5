// Discord's rate limits: per route and top-level resource, and 50 requests a second over all.
// Source: Discord's page "Rate Limits".

import { createHash } from 'node:crypto';
import { ApiError } from './errors.ts';

export interface Rate {
  limit: number;
  window_ms: number;
}

interface Bucket {
  used: number;
  resets_ms: number;
}

export const GLOBAL: Rate = { limit: 50, window_ms: 1000 };
const BUCKETS_SWEPT_AT = 10_000;

function limited(waitMs: number, scope: string, headers: Record<string, string>): ApiError {
  const retry_after = Math.max(0.001, waitMs / 1000);
  const text =
    scope === 'shared' ? 'The resource is being rate limited.' : 'You are being rate limited.';
  return new ApiError(
    429,
    0,
    text,
    { retry_after, global: scope === 'global' },
    {
      ...headers,
      'Retry-After': String(Math.ceil(retry_after)),
      'X-RateLimit-Scope': scope,
      ...(scope === 'global' && { 'X-RateLimit-Global': 'true' }),
    },
  );
}

/** The body of a 429 has no code, unlike every other refusal. */
export function bodyOf(error: ApiError): Record<string, unknown> {
  if (error.status !== 429 || error.code !== 0) return error.body;
  const { code: _, ...rest } = error.body;
  return rest;
}

export class RateLimits {
  private buckets = new Map<string, Bucket>();
  global: Rate = { ...GLOBAL };
  enabled = true;
  /** The clock; tests bring their own. */
  now = (): number => Date.now();

  private use(key: string, rate: Rate): { bucket: Bucket; over: boolean } {
    const now = this.now();
    if (this.buckets.size > BUCKETS_SWEPT_AT) this.sweep(now);
    let bucket = this.buckets.get(key);
    if (!bucket || bucket.resets_ms <= now) {
      bucket = { used: 0, resets_ms: now + rate.window_ms };
      this.buckets.set(key, bucket);
    }
    const over = bucket.used >= rate.limit;
    if (!over) bucket.used += 1;
    return { bucket, over };
  }

  private sweep(now: number): void {
    for (const [key, bucket] of this.buckets) if (bucket.resets_ms <= now) this.buckets.delete(key);
  }

  clear(): void {
    this.buckets.clear();
  }

  /** Counts a request against the global limit; throws the 429 past it. */
  takeGlobal(): void {
    if (!this.enabled) return;
    const { bucket, over } = this.use('global', this.global);
    if (over) throw limited(bucket.resets_ms - this.now(), 'global', {});
  }

  /**
   * Counts a request on a route ("POST /channels/:channel_id/messages") and its top-level
   * resource; the headers for the answer, or the 429.
   */
  take(route: string, resource: string, rate: Rate): Record<string, string> {
    if (!this.enabled) return {};
    const { bucket, over } = this.use(`${route} ${resource}`, rate);
    const after = Math.max(0, bucket.resets_ms - this.now()) / 1000;
    const headers = {
      'X-RateLimit-Limit': String(rate.limit),
      'X-RateLimit-Remaining': String(rate.limit - bucket.used),
      'X-RateLimit-Reset': (bucket.resets_ms / 1000).toFixed(3),
      'X-RateLimit-Reset-After': after.toFixed(3),
      'X-RateLimit-Bucket': createHash('md5').update(route).digest('hex'),
    };
    if (over) throw limited(after * 1000, 'user', headers);
    return headers;
  }

  /** A 429 out of the blue, as tests ask for. */
  static planned(seconds: number, scope: string): ApiError {
    return limited(seconds * 1000, scope, {});
  }
}
