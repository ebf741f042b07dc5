// TLS as strict as the address says, and a password that is nowhere to be read.

import { after, before, test } from 'node:test';
import { spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/src/sandbox.ts';
import { Bot, emptyFolder, type CommandResult } from '../scenes/bot.ts';
import { Cluster } from './cluster.ts';
import { newPress } from './crowd.ts';
import { withTeam } from './team.ts';

let cluster: Cluster;
let sandbox: Sandbox;
before(async () => {
  cluster = await Cluster.open();
  sandbox = await startSandbox();
});
after(async () => {
  await sandbox.close();
  await cluster.close();
});

function verified(url: string, host: string, certificate: string): string {
  return `${url.replace('127.0.0.1', host)}?sslmode=verify-full&sslrootcert=${certificate}`;
}

/** A certificate of somebody else, for the right name. */
function foreignCertificate(): string {
  const [key, certificate] = [join(emptyFolder(), 'foreign.key'), join(emptyFolder(), 'foreign.crt')];
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate];
  assert.equal(spawnSync('openssl', words).status, 0);
  return certificate;
}

function serve(databaseUrl: string): CommandResult {
  return new Bot(sandbox, { databaseUrl }).run('serve');
}

test('verify-full connects, and refuses a foreign certificate and a wrong name', { timeout: 120_000 }, async () => {
  const url = cluster.newDatabase();
  await withTeam(verified(url, 'localhost', cluster.certificate), 1, {}, async (team) => {
    await team.crowd.insist(newPress(1, 1, 'clock_in'));
    const plain = cluster.query(url, "select 1 from pg_stat_ssl join pg_stat_activity using (pid) where datname = current_database() and application_name = 'ontheclock' and not ssl");
    assert.deepEqual(plain, []);
    team.check();
  });
  for (const [wrong, why] of [
    [verified(url, 'localhost', foreignCertificate()), /certificate verify failed/],
    [verified(url, '127.0.0.1', cluster.certificate), /does not match host name "127\.0\.0\.1"/],
    [verified(url, 'localhost', '/nonexistent/root.crt'), /root certificate file "\/nonexistent\/root\.crt" does not exist/],
  ] as const) {
    const { status, stderr } = serve(wrong);
    assert.equal(status, 1, stderr);
    assert.match(stderr, why);
    assert.ok(!stderr.includes(cluster.password), 'the password is told');
  }
});

test('the password is in no log, no error and no metric', { timeout: 120_000 }, async () => {
  const url = cluster.newDatabase();
  const expectNone = (words: string): void => assert.ok(!words.includes(cluster.password) && !words.includes('sesame'), words);
  await withTeam(url, 1, { LOG_LEVEL: 'debug' }, async (team) => {
    const [bot] = team.bots;
    await team.crowd.insist(newPress(1, 1, 'clock_in'));
    expectNone(await bot!.metrics());
    // Also while connections break, and when the password is wrong from now on.
    cluster.query(url, "alter role clock password 'other'; select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ontheclock'");
    try {
      const told = await team.crowd.press(newPress(1, 2, 'clock_in'));
      assert.equal(told.outcome, 'trouble');
      expectNone(told.words);
      assert.ok(bot!.lines.some((line) => line.includes('password authentication failed')), bot!.tail());
    } finally {
      cluster.query(url.replace(cluster.password, 'other'), `alter role clock password '${cluster.password}'`);
    }
    await team.crowd.insist(newPress(1, 2, 'clock_in'));
    expectNone(await bot!.metrics());
    expectNone(bot!.lines.join('\n'));
    for (const words of ['verify', 'settings']) {
      const { stdout, stderr } = bot!.run(words);
      expectNone(stdout + stderr);
    }
  });
  const { status, stderr } = serve(url.replace(cluster.password, 'sesame'));
  assert.equal(status, 1, stderr);
  assert.match(stderr, /password authentication failed/);
  expectNone(stderr);
});
