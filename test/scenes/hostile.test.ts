// Names and texts that want to break out: of markdown, of their line, of the writing direction,
// into mentions and spreadsheets. Everything that can be asked is asked among them.

import assert from 'node:assert/strict';
import { flatten, type Line } from '../../sandbox/page/command/list.ts';
import type { Answer, SeenMessage, Values } from '../../sandbox/src/acts.ts';
import { IDS } from '../../sandbox/src/discord/first_world.ts';
import type { Guild } from '../../sandbox/src/discord/state.ts';
import type { Sandbox } from '../../sandbox/src/sandbox.ts';
import { scene, words } from './scene.ts';

const FACES: Record<string, string> = {
  mentions: '@everyone @here <@999999999999999999> <@&888888888888888888> ',
  markdown: '**b** ||s|| ```c``` [l](https://evil.example) ',
  lines: 'x\n# big\n> quoted\n',
  direction: '\u202Egnp\u2066x\u061C\u200F',
  formula: '=HYPERLINK("https://evil.example");+1,-1\t',
  families: '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}\u{1F1E9}\u{1F1EA}',
};

/** What must not stand in a text as it was typed. */
const RAW = [
  '@everyone', '@here', '<@999999999999999999>', '<@&888888888888888888>', '**b**', '||', '```',
  '](https:', '\n# ', '\n> ', '\u202E', '\u2066', '\u061C', '\u200F',
];

/** Exactly so many characters of it, over and over. */
function fill(face: string, length: number): string {
  return [...face.repeat(Math.ceil(length / [...face].length))].slice(0, length).join('');
}

interface Bounded { choices?: { value: string }[]; max_length?: number; autocomplete?: boolean }

/** Every option there is; texts hold the face, where a choice must be made the first is. */
function valuesOf(line: Line, guild: Guild, face: string): Values {
  const byType: Record<number, string | number | boolean> = {
    4: 1, 5: true, 6: IDS.emil, 7: guild.channels[0]!.id, 8: guild.roles.at(-1)!.id,
  };
  return Object.fromEntries(line.options.map((option) => {
    const { choices, max_length: most = 100 } = option as Bounded;
    return [option.name, choices?.[0]?.value ?? byType[option.type] ?? fill(face, most)];
  }));
}

function texts(message: SeenMessage): string[] {
  const found: string[] = [message.content];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(message.embeds);
  return found;
}

function linesOf(sandbox: Sandbox, guild: string | null): Line[] {
  return flatten(sandbox.world.commands(guild) as unknown as Parameters<typeof flatten>[0]);
}

/** Nothing in the answer pings, formats or turns anything. */
function audit(what: string, answer: Answer): void {
  assert.notEqual(answer.outcome, 'failed', `${what}: ${answer.text}`);
  if (!answer.message) return;
  assert.doesNotMatch(words(answer), /tell an admin this code/, what);
  const { mentions, mention_roles, mention_everyone } = answer.message;
  assert.deepEqual([mentions, mention_roles, mention_everyone], [[], [], false], what);
  for (const text of texts(answer.message)) {
    for (const raw of RAW) {
      assert.ok(!text.includes(raw), `${what}: ${JSON.stringify(raw)} in ${text}`);
    }
  }
}

/** Whatever we sent, in whichever way, said that nobody is to be pinged. */
function auditSent(sandbox: Sandbox): void {
  let audited = 0;
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const body = value as Record<string, unknown>;
    if ('content' in body || 'embeds' in body) {
      assert.deepEqual(body['allowed_mentions'], { parse: [] }, JSON.stringify(body));
      audited += 1;
      return;
    }
    Object.values(body).forEach(look);
  };
  for (const line of sandbox.discord.log.all()) {
    if (line.kind !== 'rest' || line.path.endsWith('/commands')) continue;
    look(line.body);
  }
  assert.ok(audited > 0);
}

/** A server that wears the face everywhere, with Emil at work in it. */
async function dress(sandbox: Sandbox, face: string): Promise<Guild> {
  const { world, acts } = sandbox;
  world.user(IDS.emil).global_name = fill(face, 32);
  const guild = world.addGuild({ name: fill(face, 100), owner_id: IDS.olivia });
  const channel = world.addChannel(guild, { name: fill(face, 100) });
  const role = world.addRole(guild, { name: fill(face, 100) });
  world.addMember(guild, IDS.emil, [role.id], fill(face, 32));
  const place = { guild: guild.id, channel: channel.id };
  await acts.command('olivia', '/roles employee add', { role: role.id }, place);
  const panel = await acts.command(IDS.emil, '/clock', {}, place);
  audit('/clock', panel);
  audit('clock in', await acts.click(IDS.emil, panel.message!, 'timeclock:clock_in'));
  return guild;
}

const env = { BOT_OWNER_IDS: IDS.olivia, OPERATOR_GUILD_IDS: IDS.guild };

for (const [name, face] of Object.entries(FACES)) {
  scene(`names and texts of ${name} stay what they are`, { env }, async ({ sandbox }) => {
    const { acts } = sandbox;
    const guild = await dress(sandbox, face);
    const place = { guild: guild.id, channel: guild.channels.at(-1)!.id };
    for (const line of linesOf(sandbox, null)) {
      const values = valuesOf(line, guild, face);
      audit(`/${line.name}`, await acts.command('olivia', `/${line.name}`, values, place));
      for (const option of line.options) {
        if (!(option as Bounded).autocomplete) continue;
        const path = `/${line.name}`;
        const offered = await acts.autocomplete('olivia', path, option.name, '', {}, place);
        assert.equal(offered.outcome, 'choices', `${path} ${option.name}`);
      }
    }
    for (const { name: path, ...line } of linesOf(sandbox, IDS.guild)) {
      const values = valuesOf({ name: path, ...line }, guild, face);
      audit(`/${path}`, await acts.command('olivia', `/${path}`, values, { guild: IDS.guild }));
    }
    auditSent(sandbox);
  });
}

/** The cells of a CSV as a spreadsheet reads them. */
function cellsOf(text: string): string[] {
  const cells = [...text.matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)];
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

scene('a spreadsheet finds no formula in a report', {}, async ({ sandbox }) => {
  const { acts } = sandbox;
  for (const face of [FACES['formula']!, '@SUM(1)', '-1+1', '\t=1', '\r=1']) {
    const guild = await dress(sandbox, face);
    const place = { guild: guild.id, channel: guild.channels.at(-1)!.id };
    const now = Date.now() + 60_000;
    await acts.command(IDS.emil, '/clock', {}, place).then((panel) =>
      acts.click(IDS.emil, panel.message!, 'timeclock:clock_out', { at_ms: now }));
    const day = (shift: number): string =>
      new Date(now + shift * 86_400_000).toISOString().slice(0, 10);
    const report = await acts.command('olivia', '/report', { from: day(-1), to: day(1) }, place);
    const file = report.message?.attachments[0];
    assert.ok(file, words(report));
    const text = await (await fetch(new URL(file.url, sandbox.url))).text();
    const cells = cellsOf(text);
    assert.ok(cells.some((cell) => cell.includes(face.trim().slice(1, 12))), text);
    for (const cell of cells) assert.doesNotMatch(cell, /^[=+@\t\r-]/, text);
  }
});
