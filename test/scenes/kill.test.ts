// kill -9 while clicks rain: what was answered is in the ledger exactly once.

import assert from 'node:assert/strict';
import type { Answer } from '../../sandbox/src/acts.ts';
import { messageWords, scene, type Scene } from './scene.ts';

const PEOPLE = 100;
const CLICKS = 1000;
const KILLS = 20;

const KINDS = ['clock_in', 'break_start', 'break_end', 'clock_out'] as const;
const DONE: Record<string, RegExp> = {
  clock_in: /^\n?You are on the clock/,
  break_start: /^\n?You are on a break/,
  break_end: /^\n?You are on the clock/,
  clock_out: /^\n?You are clocked out/,
};

interface Click { person: string; kind: string; answer: Answer | null }

async function employ(play: Scene, count: number): Promise<string[]> {
  const { world } = play.sandbox;
  const guild = world.state.guilds[0]!;
  const staff = guild.roles.find((one) => one.name === 'Staff')!;
  return Array.from({ length: count }, (_, i) => {
    const user = world.addUser({ username: `worker${i}` });
    world.addMember(guild, user.id, [staff.id]);
    return user.username;
  });
}

/** One person's clicks, one after the other, in the order in which they make sense. */
async function work(play: Scene, person: string, panel: string, clicks: number, done: Click[]): Promise<void> {
  // By their own clocks people click slowly: faster ones are warned, and then kept out.
  let at_ms = Date.now() - 3600_000;
  for (let i = 0; i < clicks; i++) {
    const kind = KINDS[i % KINDS.length]!;
    // Who saw a click fail presses again, as people do, until it says that it is done.
    for (;;) {
      at_ms += 8_000;
      const answer = await play.sandbox.acts.click(person, panel, `timeclock:${kind}`, { at_ms, timeout_ms: 30_000 }).catch(() => null);
      if (answer && answer.outcome !== 'failed') {
        done.push({ person, kind, answer });
        break;
      }
    }
  }
}

scene('1,000 clicks of 100 people through 20 kills are all there once', { transports: ['gateway'], sandbox: { rateLimits: false, responseLimitMs: 800, gateway: { identify_ms: 50 } } }, async (play) => {
  const { sandbox, bot } = play;
  const people = await employ(play, PEOPLE);
  const panels = await Promise.all(people.map(async (one) => (await sandbox.acts.command(one, '/clock')).message!.id));
  const done: Click[] = [];
  let over = false;

  const killer = (async (): Promise<void> => {
    for (let i = 0; i < KILLS; i++) {
      const until = ((i + 1) * CLICKS) / (KILLS + 1);
      while (!over && done.length < until) await new Promise((wake) => setTimeout(wake, 5));
      if (over) break;
      await bot.kill();
      await bot.start();
    }
  })();
  await Promise.all(people.map((one, i) => work(play, one, panels[i]!, CLICKS / PEOPLE, done)));
  over = true;
  await killer;

  assert.equal(done.length, CLICKS);
  // What a person saw as done is the state they asked for: either their click made it, or one
  // that seemed lost had made it already and they were told so.
  for (const { kind, answer } of done) {
    const told = messageWords(answer!.message!);
    assert.ok(DONE[kind]!.test(told) || /already|not on|Something changed/.test(told), `${kind}: ${told}`);
  }
  play.checkLedger();
  await countPunches(play, done);
});

/** Each acknowledged punch is in the chain under its interaction's key, exactly once. */
async function countPunches(play: Scene, done: Click[]): Promise<void> {
  const granted = done.filter(({ kind, answer }) => DONE[kind]!.test(messageWords(answer!.message!)) && !/^\S/.test(answer!.message!.content));
  const keys = new Set(granted.map(({ answer }) => `discord:${answer!.interaction_id}`));
  const found = play.punchKeys();
  const count = new Map<string, number>();
  for (const key of found) count.set(key, (count.get(key) ?? 0) + 1);
  for (const key of keys) assert.equal(count.get(key), 1, `punch ${key}`);
  for (const [key, times] of count) assert.equal(times, 1, key);
}
