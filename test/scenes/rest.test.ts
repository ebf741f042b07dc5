// What the program costs while it does nothing.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { scene } from './scene.ts';

const KB_MOST = 15 * 1024;

/** Sanitizers keep memory of their own many times over; there is nothing to measure then. */
const SANITIZED = (process.env['ONTHECLOCK'] ?? '').match(/asan|tsan/) !== null;

if (!SANITIZED) {
  scene('at rest with one server the program holds less than 15 MB', { engines: ['sqlite'] }, async ({ bot, sandbox }) => {
    for (let i = 0; i < 20; i++) await sandbox.acts.command('emil', '/clock');
    const status = readFileSync(`/proc/${bot.pid}/status`, 'utf8');
    const kb = Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]);
    console.log(`resident: ${kb} kB`);
    assert.ok(kb < KB_MOST, `${kb} kB resident`);
  });
}
