// A newcomer's first day, as they see it: in the chat page, with the whole program behind it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onStage } from './stage.ts';

/** Yesterday at this time of the day, UTC as the test's server. */
function yesterday(hours: number, minutes: number): Date {
  const day = new Date(Date.now() - 86_400_000);
  day.setUTCHours(hours, minutes, 0, 0);
  return day;
}

test('a day of work by typing and pressing, before and after a restart', { timeout: 240_000 }, () =>
  onStage({}, async (stage) => {
    stage.at(yesterday(8, 55));
    const olivia = await stage.visit('Olivia');
    await olivia.shot('journey-1-first-sight');
    assert.ok((await olivia.offered('/')).includes('/clock'));
    const added = await olivia.command('/roles employee add', { role: 'Staff' });
    await olivia.reads(added, 'members with @Staff can clock in now');

    stage.at(yesterday(9, 0));
    const emil = await stage.visit('Emil');
    const panel = await emil.command('/clock');
    await emil.reads(panel, 'You are off the clock');
    assert.ok(await emil.isEphemeral(panel), 'only Emil sees his panel');
    assert.deepEqual((await emil.buttons(panel)).slice(0, 1), ['timeclock:clock_in']);
    await emil.shot('journey-2-off');

    stage.at(yesterday(9, 1));
    await emil.press(panel, 'timeclock:clock_in', /You are on the clock.*Since 09:01/);
    await emil.shot('journey-3-working');
    stage.at(yesterday(12, 0));
    await emil.press(panel, 'timeclock:break_start', /You are on a break.*Break since 12:00/);
    await emil.shot('journey-4-break');

    const on = await olivia.command('/onclock');
    await olivia.reads(on, 'On the clock now: 1');
    await olivia.reads(on, '@Emil since 09:01 · 2 h 59 min · on a break since 12:00');
    await olivia.shot('journey-5-onclock');

    stage.at(yesterday(12, 30));
    await emil.press(panel, 'timeclock:break_end', /You are on the clock.*Breaks 30 min/);
    stage.at(yesterday(17, 1));
    const worked = 'From 09:01 to 17:01: 7 h 30 min worked, 30 min on breaks.';
    await emil.press(panel, 'timeclock:clock_out', worked);
    await emil.shot('journey-6-out');

    const hours = await emil.command('/hours');
    await emil.reads(hours, /09:01 – 17:01 · 7 h 30 min \(breaks 30 min\)/);
    await emil.reads(hours, /Today 7 h 30 min/);
    await emil.shot('journey-7-hours');
    await emil.reads(await emil.command('/onclock'), 'Nobody is on the clock');
    const told = await olivia.command('/hours', { member: 'Emil' });
    await olivia.reads(told, /Hours of a member.*@Emil.*09:01 – 17:01 · 7 h 30 min/);

    await stage.stop();
    await stage.start();
    await emil.isConnected();
    stage.at(yesterday(18, 0));
    await emil.press(panel, 'timeclock:clock_in', /You are on the clock.*Since 18:00/);
    stage.at(yesterday(18, 30));
    await emil.reads(await emil.pressForMore(panel, 'timeclock:my_hours'), /Today 8 h/);
    await emil.press(panel, 'timeclock:clock_out', /From 18:00 to 18:30: 30 min worked/);
    await emil.shot('journey-8-after-restart');

    const verified = stage.bot.run('verify');
    assert.match(verified.stdout, /the ledger is whole/, verified.stderr);
  }));

test('a stranger is refused kindly, in words only they see', { timeout: 120_000 }, () =>
  onStage({}, async (stage) => {
    const sam = await stage.visit('Sam');
    for (const command of ['/clock', '/hours', '/onclock']) {
      const answer = await sam.command(command);
      await sam.reads(answer, /employee|admin/);
      assert.ok(await sam.isEphemeral(answer), command);
      assert.deepEqual(await sam.buttons(answer), [], command);
    }
    await sam.reads(await sam.command('/help'), 'You can not clock in here yet');
    await sam.shot('journey-9-stranger');
    const olivia = await stage.visit('Olivia');
    await olivia.reads(await olivia.command('/onclock'), 'Nobody is on the clock');
  }));
