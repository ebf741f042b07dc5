// Servers with their channels, and direct messages.

import type { JSX } from 'preact';
import type { Direct, Guild } from '../api/types.ts';
import { nameOfUser, textChannels } from '../state/names.ts';
import { routeTo } from '../state/route.ts';
import { Avatar } from './avatar.tsx';
import { useHere } from './context.ts';
import { Icon } from './icons.tsx';

export function Sidebar(): JSX.Element {
  const { world, chat } = useHere();
  const { application, dms } = world;
  const hasBot = dms.some(({ recipient }) => recipient.id === application.id);
  return (
    <nav class="sidebar" aria-label="Servers and channels">
      {world.guilds.map((guild) => (
        <GuildChannels key={guild.id} guild={guild} />
      ))}
      {world.guilds.length === 0 && <p class="empty">{world.me.display_name} is in no server.</p>}
      <section aria-labelledby="dms-title">
        <h2 id="dms-title" class="section-title">
          Direct messages
        </h2>
        <ul>
          {dms.map((direct) => (
            <DirectLink key={direct.id} direct={direct} />
          ))}
          {!hasBot && (
            <li>
              <button type="button" class="place" onClick={() => void chat.openDirect()}>
                <Avatar name={application.name} color={application.avatar} size="small" />
                <span>Write to {application.name}</span>
              </button>
            </li>
          )}
        </ul>
      </section>
    </nav>
  );
}

function GuildChannels({ guild }: { guild: Guild }): JSX.Element {
  const { world, state } = useHere();
  const title = `guild-${guild.id}`;
  return (
    <section aria-labelledby={title} data-testid={title}>
      <h2 id={title} class="guild-title">
        <Avatar name={guild.name} color={guild.icon ?? '#b4692f'} size="small" />
        <span>{guild.name}</span>
      </h2>
      <ul>
        {textChannels(guild).map(({ id, name }) => (
          <li key={id}>
            <a
              class="place"
              href={routeTo(world.me.id, id)}
              aria-current={id === state.channelId ? 'page' : undefined}
              data-testid={`channel-${id}`}
            >
              <Icon name="hash" />
              <span>{name}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function DirectLink({ direct }: { direct: Direct }): JSX.Element {
  const { world, state } = useHere();
  const { id, recipient } = direct;
  const name = nameOfUser(recipient);
  return (
    <li>
      <a
        class="place"
        href={routeTo(world.me.id, id)}
        aria-current={id === state.channelId ? 'page' : undefined}
        data-testid={`channel-${id}`}
      >
        <Avatar name={name} color={recipient.avatar_color} size="small" />
        <span>{name}</span>
        {recipient.bot && <span class="badge">App</span>}
      </a>
    </li>
  );
}
