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
    // Proportional: a page of libc that others have mapped too is not all ours.
    const rollup = readFileSync(`/proc/${bot.pid}/smaps_rollup`, 'utf8');
    const kb = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)![1]);
    console.log(`resident: ${kb('Rss')} kB, of it ours in proportion: ${kb('Pss')} kB`);
    assert.ok(kb('Pss') < KB_MOST, `${kb('Pss')} kB`);
  });
}
