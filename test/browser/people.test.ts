// Everything that can be typed or pressed, tried as each kind of person.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { flatten, type Line } from '../../sandbox/page/command/list.ts';
import { IDS } from '../../sandbox/src/discord/first_world.ts';
import { Bit } from '../../sandbox/src/discord/permissions.ts';
import { checkManual, PEOPLE, type Kind, type Tried } from './manual.ts';
import type { Answer, Screen } from './screen.ts';
import { onStage, type Stage } from './stage.ts';

const OTTO = '934857203948572034';
/** To whom all of it is done. */
const NINA = '934857203948572035';
const env = { BOT_OWNER_IDS: OTTO, OPERATOR_GUILD_IDS: IDS.guild };

const NAMES: Record<Kind, string> = {
  Stranger: 'Sam', Employee: 'Emil', Admin: 'Ada', Owner: 'Olivia', Operator: 'Otto',
};

/** The product's rules, in its own words: whoever is not named here must be an admin. */
const RULES: [RegExp, Kind[]][] = [
  [/^(help|mydata|timeclock:(help|forget))\b/, [...PEOPLE]],
  [/^(clock|hours|onclock)\b/, ['Employee', 'Admin', 'Owner']],
  [/^timeclock:(clock_|break_|my_hours|onclock|dashboard)/, ['Employee', 'Admin', 'Owner']],
  [/^(timeclock:)?purge\b/, ['Owner']],
  [/^owner\b/, ['Operator']],
];
const ADMINS: Kind[] = ['Admin', 'Owner'];

/** What everybody is told who may not. */
const REFUSALS = [
  'You are not on this team.', 'Only admins of this server', 'Only the owner of this server',
  'I do not know that command any more.', 'This button is from another time.',
];

/** What is typed into options that must be filled in; by name, else by type. */
const WORDS: Record<string, string> = {
  server: '1198321745529446400', zone: 'Europe/Berlin', from: '2026-03-01', to: '2026-03-02',
  'roles employee remove role': IDS.managers, 'roles admin remove role': IDS.managers,
};
const BY_TYPE: Record<number, string> = {
  3: 'x', 4: '1', 5: 'true', 6: 'Nina', 7: 'time-clock', 8: 'Managers',
};

function optionsOf(line: Line): Record<string, string> {
  const wanted = line.options.filter(({ required }) => required);
  return Object.fromEntries(wanted.map((option) => {
    const { name, type } = option;
    if ('choices' in option && option.choices?.length) return [name, ''];
    return [name, WORDS[`${line.name} ${name}`] ?? WORDS[name] ?? BY_TYPE[type] ?? ''];
  }));
}

const mayDo = (name: string): Kind[] => RULES.find(([rule]) => rule.test(name))?.[1] ?? ADMINS;

/** Sixty seconds for each try: nobody is taken for somebody who plays with the buttons. */
function patience(stage: Stage): () => void {
  let now = Date.now() - 6 * 3_600_000;
  return () => stage.at(new Date((now += 60_000)));
}

async function people(stage: Stage): Promise<Record<Kind, Screen>> {
  const { world, acts } = stage.sandbox;
  const guild = world.state.guilds[0]!;
  const boss = world.addRole(guild, { name: 'Bosses', permissions: String(Bit.Administrator) });
  const ada = world.addUser({ username: 'ada', global_name: 'Ada', about: 'admin' });
  world.addUser({ id: OTTO, username: 'otto', global_name: 'Otto', about: 'operator' });
  world.addMember(guild, ada.id, [boss.id]);
  world.addMember(guild, OTTO);
  world.addUser({ id: NINA, username: 'nina', global_name: 'Nina', about: 'bystander' });
  world.addMember(guild, NINA);
  await acts.command('olivia', '/roles employee add', { role: IDS.staff });
  const screens: Partial<Record<Kind, Screen>> = {};
  for (const kind of PEOPLE) screens[kind] = await stage.visit(NAMES[kind]);
  return screens as Record<Kind, Screen>;
}

/** The refusal they read; '' when it was done for them, or a form opened. */
async function refusalOf(screen: Screen, answer: Answer | null): Promise<string> {
  if (answer === null) return 'nothing: Discord does not show it to them';
  if (answer.form !== '') return '';
  const text = await screen.text(answer.id);
  assert.doesNotMatch(text, /tell an admin this code/);
  const refused = REFUSALS.find((one) => text.includes(one));
  if (!refused) return '';
  assert.ok(await screen.isEphemeral(answer.id), `${refused} is for them alone`);
  assert.deepEqual(await screen.buttons(answer.id), [], 'a refusal has no buttons');
  return /APP\b.*?[AP]M (.*?) Only you can see this/.exec(text)?.[1]?.trim() ?? refused;
}

/** One thing, as everybody; who may is held against the rules. */
async function tryAs(
  name: string, words: string, screens: Record<Kind, Screen>,
  attempt: (screen: Screen) => Promise<Answer | null>,
): Promise<Tried> {
  const may: Kind[] = [];
  let refusal = '';
  for (const kind of PEOPLE) {
    const found = await refusalOf(screens[kind], await attempt(screens[kind]));
    if (found === '') may.push(kind);
    else refusal = found;
  }
  assert.deepEqual(may, mayDo(name.replace(/^\//, '')), `who may do ${name}`);
  return { name, words, may, refusal };
}

/** How an id ends whose row has only its beginning; '1' unless named here. */
const ENDS: Record<string, string> = { 'timeclock:cleanup:': `${NINA}:1772438400000` };

/** The ids of buttons, selects and forms, as the program's own table lists them. */
function componentIds(): string[] {
  const rows = readFileSync('src/app/components/components.def', 'utf8')
    .matchAll(/^COMPONENT\(\s*\w+,\s*"([^"]+)",\s*(\w+)/gm);
  return [...rows].map(([, id, match]) => (match === 'ID_PREFIX' ? `${id}${ENDS[id!] ?? '1'}` : id!));
}

/** A message from a year ago with every button there ever was. */
function postButtons(stage: Stage, ids: string[]): string {
  const { world, discord } = stage.sandbox;
  const rows = [];
  for (let at = 0; at < ids.length; at += 5) {
    const components = ids.slice(at, at + 5)
      .map((id) => ({ type: 2, style: 2, label: id, custom_id: id }));
    rows.push({ type: 1, components });
  }
  const place = world.findPlace(IDS.timeClock)!;
  const body = { content: 'Buttons', components: rows };
  return discord.messages.post({ place, author_id: world.app.bot_id, body }).id;
}

test('everything is there for those who may, and refused to all others', { timeout: 600_000 }, () =>
  onStage(env, async (stage) => {
    const wait = patience(stage);
    const screens = await people(stage);
    const { world } = stage.sandbox;
    const registered = [...world.commands(null), ...world.commands(IDS.guild)];
    const lines = flatten(registered as unknown as Parameters<typeof flatten>[0]);
    const commands: Tried[] = [];
    for (const line of lines) {
      const text = `/${line.name}`;
      commands.push(await tryAs(text, line.description, screens, async (screen) => {
        wait();
        const shown = (await screen.offered(text)).includes(text);
        return shown ? screen.ask(text, optionsOf(line)) : null;
      }));
    }
    for (const { name } of registered.filter(({ type }) => type === 2)) {
      commands.push(await tryAs(name, 'in the menu over a member', screens, async (screen) => {
        wait();
        return screen.askOver(NINA, name);
      }));
    }
    await screens.Stranger.shot('people-stranger');
    await screens.Operator.shot('people-operator');

    const buttons: Tried[] = [];
    const ids = componentIds();
    for (let at = 0; at < ids.length; at += 25) {
      const some = ids.slice(at, at + 25);
      const message = postButtons(stage, some);
      for (const id of some) {
        buttons.push(await tryAs(id, '', screens, async (screen) => {
          wait();
          return screen.tryButton(message, id);
        }));
      }
    }
    checkManual(commands, buttons);
  }));
