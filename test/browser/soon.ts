// Waiting for what has no event of its own.

import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 15_000;
const STEP_MS = 40;

export async function expectSoon(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + LIMIT_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${LIMIT_MS / 1000} s for ${what}`);
    await pause(STEP_MS);
  }
}
