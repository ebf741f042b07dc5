// A PostgreSQL that a test may mistreat: its own, killed and started at will.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** The full numbers of a run by hand, instead of those of every run. */
export const LONG = process.env['HURT_LONG'] === '1';

const START_MS = 60_000;

/** Prints what tool/with-postgres tells, then waits for the end of its input. */
const HOLD = ['node', '-e', 'console.log(JSON.stringify(process.env)); process.stdin.resume()'];

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it ended by itself
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      // pid (name) state parent …; a name may hold spaces
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    } catch {
      return false;
    }
  });
}

export class Cluster {
  private databases = 0;

  private constructor(private readonly holder: ChildProcess, private readonly env: Record<string, string>) {}

  static async open(...options: string[]): Promise<Cluster> {
    // A killed process has handed to the kernel what it acknowledged; only the long run takes the
    // time to have it on the disk as well.
    const durable = LONG ? ['--fsync'] : [];
    // In a group of its own, so that it cleans up also when our group is killed.
    const holder = spawn('tool/with-postgres', [...durable, ...options, ...HOLD], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    const line = await new Promise<string>((done, fail) => {
      createInterface({ input: holder.stdout! }).once('line', done);
      holder.once('close', (code) => fail(new Error(`tool/with-postgres ended with ${code}`)));
    });
    return new Cluster(holder, JSON.parse(line) as Record<string, string>);
  }

  /** Of the whole cluster; with a standby it names both servers. */
  get url(): string {
    return this.env['ONTHECLOCK_TEST_POSTGRES']!;
  }

  get password(): string {
    return /:([^:@/]+)@/.exec(this.url)![1]!;
  }

  get certificate(): string {
    return this.env['WITH_POSTGRES_CERT']!;
  }

  /** In whichever server takes changes now. */
  newDatabase(): string {
    const name = `hurt_${++this.databases}`;
    this.query(this.url, `create database ${name}`);
    return this.url.replace(/\/postgres$/, `/${name}`);
  }

  /** Rows as lines, columns with '|' between. */
  query(url: string, words: string): string[] {
    const done = this.psql(url, words);
    assert.equal(done.status, 0, done.stderr);
    return done.stdout.split('\n').filter((line) => line !== '');
  }

  answers(url = this.url): boolean {
    return this.psql(url, 'select 1').status === 0;
  }

  private psql(url: string, words: string): { status: number | null; stdout: string; stderr: string } {
    const address = `${url}${url.includes('?') ? '&' : '?'}target_session_attrs=read-write`;
    return spawnSync('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', words, address], { encoding: 'utf8' });
  }

  /** A session that says its words and then waits, to keep its locks. */
  holdLocks(url: string, words: string): { release(): Promise<void> } {
    const child = spawn('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', url], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.stdin.write(`begin;\n${words};\n`);
    return {
      release: async () => {
        child.stdin.end('rollback;\n');
        await once(child, 'close');
      },
    };
  }

  private get postmaster(): number {
    return Number(readFileSync(`${this.env['WITH_POSTGRES_DATA']!}/postmaster.pid`, 'utf8').split('\n')[0]);
  }

  /** The processes that serve our program's connections to a database. */
  backends(url: string): number[] {
    return this.query(url, "select pid from pg_stat_activity where datname = current_database() and application_name = 'ontheclock'").map(Number);
  }

  /** kill -9 of everything, as a machine that lost its power: nobody says goodbye. */
  kill(): void {
    const postmaster = this.postmaster;
    signal(postmaster, 'SIGSTOP'); // so that it starts nothing while we count
    for (const pid of [...childrenOf(postmaster), postmaster]) signal(pid, 'SIGKILL');
  }

  private async control(data: string, ...words: string[]): Promise<boolean> {
    const command = [...this.env['WITH_POSTGRES_AS']!.split(' '), `${this.env['WITH_POSTGRES_BIN']!}/pg_ctl`, '-w', '-D', data, ...words].filter((word) => word !== '');
    const child = spawn(command[0]!, command.slice(1), { cwd: '/', stdio: 'ignore' });
    const [code] = await once(child, 'close');
    return code === 0;
  }

  /** After kill(): with the settings it had. */
  async start(): Promise<void> {
    const data = this.env['WITH_POSTGRES_DATA']!;
    const until = Date.now() + START_MS;
    // The shared memory of those killed is in use until the last of them is gone.
    while (!(await this.control(data, '-l', `${data}/server.log`, 'restart'))) {
      assert.ok(Date.now() < until, 'the server does not start again');
      await sleep(100);
    }
  }

  async waitUntilThere(): Promise<void> {
    const until = Date.now() + START_MS;
    while (!this.answers()) {
      assert.ok(Date.now() < until, 'the server does not come back');
      await sleep(50);
    }
  }

  /** The standby becomes the server. */
  async promote(): Promise<void> {
    assert.ok(await this.control(this.env['WITH_POSTGRES_STANDBY_DATA']!, 'promote'), 'the standby is not promoted');
  }

  /** The standby's processes stand still; the first server waits for its word. */
  freezeStandby(is: 'frozen' | 'running'): void {
    const postmaster = Number(readFileSync(`${this.env['WITH_POSTGRES_STANDBY_DATA']!}/postmaster.pid`, 'utf8').split('\n')[0]);
    for (const pid of [postmaster, ...childrenOf(postmaster)]) signal(pid, is === 'frozen' ? 'SIGSTOP' : 'SIGCONT');
  }

  async close(): Promise<void> {
    if (this.env['WITH_POSTGRES_STANDBY_DATA']) this.freezeStandby('running'); // else it does not hear that it shall end
    this.holder.stdin!.end();
    await once(this.holder, 'close');
  }
}
