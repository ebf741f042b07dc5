// Discord's ids: 42 bits of milliseconds since 2015, then 22 bits that make them unique.

const EPOCH_MS = 1420070400000n;
const LOW_BITS = 22n;
const LOW_MASK = (1 << 22) - 1;

// One running number for every instant: ids made for an instant of the past, as tests do,
// cannot meet one made at that instant.  It starts anywhere, so a restart does not repeat.
let running = Math.floor(Math.random() * LOW_MASK);

export function newSnowflake(atMs: number = Date.now()): string {
  running = (running + 1) & LOW_MASK;
  return (((BigInt(Math.floor(atMs)) - EPOCH_MS) << LOW_BITS) | BigInt(running)).toString();
}

export function snowflakeMs(id: string): number {
  return Number((BigInt(id) >> LOW_BITS) + EPOCH_MS);
}

export function isSnowflake(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) && BigInt(value) < 1n << 64n;
}

/** Older first. */
export function compareIds(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The shard that a server's events go to; direct messages go to shard 0. */
export function shardOf(guildId: string | null, shards: number): number {
  return guildId === null ? 0 : Number((BigInt(guildId) >> LOW_BITS) % BigInt(shards));
}
