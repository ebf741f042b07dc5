// The world a visitor finds at the first start: one small café, three people and the bot.

import { randomBytes } from 'node:crypto';
import { Bit, BOT, EVERYONE } from './permissions.ts';
import { newKeys } from './signatures.ts';
import type { Application, Channel, Guild, Member, Role, State, User } from './state.ts';

export const IDS = {
  application: '1107294503921844235',
  guild: '1098321745529446462',
  general: '1098321745529446465',
  timeClock: '1098322390147850291',
  olivia: '310927465182470144',
  emil: '482193746510938123',
  sam: '756201938475610112',
  staff: '1098322107208499200',
  managers: '1098322164301463613',
  botRole: '1107296118741233684',
} as const;

function application(): Application {
  const id = IDS.application;
  const part = (bytes: number): string => randomBytes(bytes).toString('base64url');
  return {
    id,
    name: 'On the Clock',
    bot_id: id,
    token: `${Buffer.from(id).toString('base64url')}.${part(4)}.${part(28)}`,
    client_secret: part(24),
    ...newKeys(),
    interactions_url: null,
    privileged_intents: 0,
  };
}

export function newUser(user: Pick<User, 'id' | 'username'> & Partial<User>): User {
  return {
    global_name: null,
    bot: false,
    avatar_color: '#5865f2',
    about: '',
    locale: 'en-US',
    dms_closed: false,
    ...user,
  };
}

export function newRole(role: Pick<Role, 'id' | 'name'> & Partial<Role>): Role {
  return {
    color: 0,
    position: 1,
    permissions: '0',
    managed: false,
    hoist: false,
    mentionable: false,
    tags: null,
    ...role,
  };
}

export function newChannel(channel: Pick<Channel, 'id' | 'name'> & Partial<Channel>): Channel {
  return { type: 0, position: 0, permission_overwrites: [], ...channel };
}

const member = (user_id: string, roles: string[], joined_at: string): Member => ({
  user_id,
  nick: null,
  roles,
  joined_at,
});

export function botRole(id: string, name: string, bot_id: string): Role {
  return newRole({
    id,
    name,
    position: 1,
    permissions: String(BOT),
    managed: true,
    tags: { bot_id },
  });
}

function cafe(app: Application): Guild {
  return {
    id: IDS.guild,
    name: 'Corner Café',
    icon: '#b5651d',
    owner_id: IDS.olivia,
    preferred_locale: 'en-US',
    system_channel_id: IDS.general,
    roles: [
      newRole({ id: IDS.guild, name: '@everyone', position: 0, permissions: String(EVERYONE) }),
      botRole(IDS.botRole, app.name, app.bot_id),
      newRole({ id: IDS.staff, name: 'Staff', position: 2, color: 0x2ecc71, hoist: true }),
      newRole({
        id: IDS.managers,
        name: 'Managers',
        position: 3,
        color: 0xe67e22,
        hoist: true,
        permissions: String(Bit.ManageMessages | Bit.ManageNicknames),
      }),
    ],
    channels: [
      newChannel({ id: IDS.general, name: 'general', position: 0 }),
      newChannel({ id: IDS.timeClock, name: 'time-clock', position: 1 }),
    ],
    members: [
      member(IDS.olivia, [], '2023-04-19T18:03:13.011000+00:00'),
      member(IDS.emil, [IDS.staff], '2023-04-20T07:41:52.460000+00:00'),
      member(IDS.sam, [], '2023-06-02T19:12:08.730000+00:00'),
      member(app.bot_id, [IDS.botRole], '2023-05-14T12:20:31.105000+00:00'),
    ],
  };
}

export function firstWorld(): State {
  const app = application();
  return {
    version: 1,
    application: app,
    users: [
      newUser({
        id: IDS.olivia,
        username: 'olivia.park',
        global_name: 'Olivia',
        about: 'owner',
        avatar_color: '#9b59b6',
      }),
      newUser({
        id: IDS.emil,
        username: 'emil_b',
        global_name: 'Emil',
        about: 'employee',
        avatar_color: '#1f8b4c',
      }),
      newUser({
        id: IDS.sam,
        username: 'sam.w',
        global_name: 'Sam',
        about: 'stranger',
        avatar_color: '#c27c0e',
      }),
      newUser({
        id: app.bot_id,
        username: 'On the Clock',
        bot: true,
        about: 'bot',
        avatar_color: '#3498db',
      }),
    ],
    guilds: [cafe(app)],
    dms: [],
    messages: {},
    commands: [],
    interactions: [],
  };
}
