// Several processes of ours on one database, and what must be true of it in the end.

import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../sandbox/src/sandbox.ts';
import { Bot } from '../scenes/bot.ts';
import { checkLedger, punchKeys, readRows } from '../scenes/scene.ts';
import { Crowd } from './crowd.ts';

const SECOND_OPEN_SESSIONS =
  'select guild_id, member_id from session where ended_at is null group by guild_id, member_id having count(*) > 1';

export class Team {
  private constructor(readonly sandbox: Sandbox, readonly bots: Bot[], readonly crowd: Crowd, readonly databaseUrl: string) {}

  static async open(databaseUrl: string, processes: number, env: Record<string, string> = {}): Promise<Team> {
    const sandbox = await startSandbox({ rateLimits: false });
    const bots = Array.from({ length: processes }, () => new Bot(sandbox, { transport: 'http', databaseUrl, env: { LOG_LEVEL: 'info', ...env } }));
    const crowd = new Crowd(sandbox, () => bots.filter((one) => one.running && one.port !== 0).map((one) => one.port));
    // The first alone, so that commands are registered once.
    for (const bot of bots) await bot.start();
    return new Team(sandbox, bots, crowd, databaseUrl);
  }

  /** Nothing acknowledged is missing or there twice, and the ledger is whole. */
  check(): void {
    const keys = punchKeys(this.databaseUrl);
    const found = new Set(keys);
    assert.equal(found.size, keys.length, 'a request key is there twice');
    const missing = [...this.crowd.acknowledged].filter((key) => !found.has(key));
    assert.deepEqual(missing, [], `acknowledged and lost: ${missing.length} of ${this.crowd.acknowledged.size}`);
    assert.ok(this.crowd.acknowledged.size > 0, 'nothing was acknowledged at all');
    assert.deepEqual(readRows(this.databaseUrl, SECOND_OPEN_SESSIONS), [], 'somebody is on the clock twice');
    checkLedger(this.bots[0]!);
    console.log(`${this.crowd.summary()}; ${keys.length} punches in the ledger`);
  }

  async close(): Promise<void> {
    this.crowd.stop();
    this.crowd.close();
    const ended = await Promise.all(this.bots.map((bot) => bot.stop()));
    await this.sandbox.close();
    ended.forEach((status, i) => assert.equal(status, 0, `process ${i} ended badly:\n${this.bots[i]!.tail()}`));
  }
}

/** Runs `play` with a team, and ends it also when that fails. */
export async function withTeam(databaseUrl: string, processes: number, env: Record<string, string>, play: (team: Team) => Promise<void>): Promise<void> {
  const team = await Team.open(databaseUrl, processes, env);
  try {
    await play(team);
  } catch (error) {
    console.error(team.crowd.summary());
    for (const bot of team.bots) {
      console.error(bot.tail());
      await bot.kill();
    }
    team.crowd.stop();
    team.crowd.close();
    await team.sandbox.close();
    throw error;
  }
  await team.close();
}
