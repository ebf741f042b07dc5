// The permanent panel, and the guided set-up with a restart at every step.

import assert from 'node:assert/strict';
import type { Answer, SeenMessage } from '../../sandbox/src/acts.ts';
import { offered } from '../../sandbox/src/acts.ts';
import { messageWords, scene, until, words, type Scene } from './scene.ts';

const BOTH = ['gateway', 'http'] as const;
const PRIVATE = 64;

const guildOf = (play: Scene) => play.sandbox.world.state.guilds[0]!;
const channelId = (play: Scene, name: string): string => guildOf(play).channels.find((one) => one.name === name)!.id;
const roleId = (play: Scene, name: string): string => guildOf(play).roles.find((one) => one.name === name)!.id;

/** Messages of the channel that everybody sees. */
function posted(play: Scene, channel: string): SeenMessage[] {
  const { world, acts } = play.sandbox;
  return world.messages(channelId(play, channel)).filter((one) => one.visible_to === null).map((one) => acts.see(one));
}

const panels = (play: Scene, channel: string): SeenMessage[] =>
  posted(play, channel).filter((one) => offered(one).includes('timeclock:clock_in'));

scene('the permanent panel answers whoever presses it, and can be posted anew', { transports: [...BOTH] }, async (play) => {
  const { acts, world } = play.sandbox;
  assert.match(words(await acts.command('emil', '/panel')), /Only admins/);
  assert.match(words(await acts.command('olivia', '/panel', { channel: channelId(play, 'time-clock') })), /Done: the panel is in <#/);
  const [panel, ...more] = panels(play, 'time-clock');
  assert.equal(more.length, 0);
  const answer = await acts.click('emil', panel!, 'timeclock:clock_in');
  assert.equal(answer.outcome, 'message', 'the panel stays as it is');
  assert.equal(answer.message!.flags & PRIVATE, PRIVATE);
  assert.match(words(answer), /You are on the clock/);
  assert.match(words(await acts.click('sam', panel!, 'timeclock:clock_in')), /employee/);

  await acts.command('olivia', '/panel', { channel: channelId(play, 'time-clock') });
  await until(() => panels(play, 'time-clock').length === 1);
  assert.notEqual(panels(play, 'time-clock')[0]!.id, panel!.id, 'the new one is there, the old one is gone');

  const here = world.state.messages[channelId(play, 'time-clock')]!.find((one) => one.id === panels(play, 'time-clock')[0]!.id)!;
  world.removeMessage(here);
  assert.match(words(await acts.command('olivia', '/panel', { channel: channelId(play, 'general') })), /Done/, 'after its message was deleted');
  assert.equal(panels(play, 'general').length, 1);

  assert.equal(await play.bot.stop(), 0);
  await play.bot.start();
  assert.match(words(await acts.click('emil', panels(play, 'general')[0]!, 'timeclock:clock_out')), /clocked out/);
});

scene('a panel where the bot may not write is refused kindly', {}, async (play) => {
  const { acts, world } = play.sandbox;
  const shut = world.addChannel(guildOf(play), {
    name: 'shut',
    permission_overwrites: [{ id: world.app.bot_id, type: 1, allow: '0', deny: String(1 << 11) }],
  });
  const answer = await acts.command('olivia', '/panel', { channel: shut.id });
  assert.match(words(answer), new RegExp(`I may not write in <#${shut.id}>`));
  await acts.command('olivia', '/panel', { channel: channelId(play, 'general') });
  assert.equal(panels(play, 'general').length, 1);
});

scene('the set-up survives a restart in the middle of every step', { transports: [...BOTH], employees: false }, async (play) => {
  const { acts, world } = play.sandbox;
  const restart = async (): Promise<void> => {
    assert.equal(await play.bot.stop(), 0);
    await play.bot.start();
  };
  const step = async (at: Answer, id: string, values: string[], expected: RegExp): Promise<Answer> => {
    await restart();
    const next = await acts.click('olivia', at.message!, id, { values });
    assert.equal(next.outcome, 'update', `${id} changes the message in place`);
    assert.match(words(next), expected);
    const resumed = await acts.command('olivia', '/setup');
    assert.match(words(resumed), expected, 'left and resumed, it is where it was');
    return next;
  };

  assert.match(words(await acts.command('emil', '/setup')), /Only admins/);
  let at = await acts.command('olivia', '/setup');
  assert.match(words(at), /step 1 of 5: time zone/);
  assert.equal(at.message!.flags & PRIVATE, PRIVATE);

  const form = await acts.click('olivia', at.message!, 'setup:type_zone');
  assert.equal(form.outcome, 'modal');
  await restart();
  const wrong = await acts.submit('olivia', form.interaction_id, { zone: 'Nowhere' });
  assert.match(words(wrong), /do not know the time zone Nowhere.*step 1 of 5/s);

  at = await step(at, 'setup:zone', ['Asia/Tokyo'], /step 2 of 5: employees/);
  at = await step(at, 'setup:employees', [roleId(play, 'Staff')], /step 3 of 5: admins/);
  at = await step(at, 'setup:admins', [roleId(play, 'Managers')], /step 4 of 5: panel/);
  at = await step(at, 'setup:panel', [channelId(play, 'time-clock')], /step 5 of 5: clock-out messages/);
  assert.equal(panels(play, 'time-clock').length, 1);
  at = await step(at, 'setup:recipient', [world.person('olivia').id], /All set.*Time zone: Asia\/Tokyo/s);
  assert.match(words(at), new RegExp(`Employees: <@&${roleId(play, 'Staff')}>`));

  const panel = panels(play, 'time-clock')[0]!;
  assert.match(words(await acts.click('emil', panel, 'timeclock:clock_in')), /You are on the clock/);
  await acts.click('emil', panel, 'timeclock:clock_out');
  const dm = (): string[] => world.state.dms.flatMap((one) => world.messages(one.id)).map((one) => messageWords(acts.see(one)));
  await until(() => dm().some((one) => /clocked out/.test(one)));
});

scene('a role that can not be chosen keeps the set-up at its step', { employees: false }, async (play) => {
  const { acts } = play.sandbox;
  await acts.command('olivia', '/setup');
  const at = await acts.click('olivia', (await acts.command('olivia', '/setup')).message!, 'setup:go:2');
  const refused = await acts.click('olivia', at.message!, 'setup:employees', { values: [roleId(play, 'On the Clock')] });
  assert.match(words(refused), /belongs to an app.*step 2 of 5/s);
});

scene('settings are changed by their commands', {}, async (play) => {
  const { acts, world } = play.sandbox;
  assert.match(words(await acts.command('olivia', '/settings workday', { week: '7', end: '18:30' })), /Sunday.*18:30/);
  assert.match(words(await acts.command('olivia', '/settings maxshift', { hours: 0 })), /never closed/);
  assert.match(words(await acts.command('olivia', '/settings names', { show: 'nickname' })), /names people have/);
  assert.match(words(await acts.command('olivia', '/settings log', { channel: channelId(play, 'general') })), /posted in <#/);
  await acts.click('emil', (await acts.command('emil', '/clock')).message!, 'timeclock:clock_in');
  await until(() => posted(play, 'general').some((one) => /clocked in/.test(messageWords(one))));
  assert.match(words(await acts.command('olivia', '/settings recipient add', { member: 'emil' })), new RegExp(`<@${world.person('emil').id}> gets`));
  assert.match(words(await acts.command('olivia', '/settings recipient list')), new RegExp(`<@${world.person('emil').id}>`));
  assert.match(words(await acts.command('emil', '/settings recipient list')), /Only admins/);
});
