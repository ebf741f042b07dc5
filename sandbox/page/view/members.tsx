// Who is in this server. A name opens a card with the roles and the commands for that person.

import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Guild, Member } from '../api/types.ts';
import { COMMAND } from '../command/discord.ts';
import { colorIn, hexColor, nameOfMember, rolesOf } from '../state/names.ts';
import { Avatar, RoleName } from './avatar.tsx';
import { useHere } from './context.ts';
import { useDialogFocus, useOutside } from './focus.ts';

export function Members(): JSX.Element {
  const { place, world } = useHere();
  const guild = place?.guild;
  if (!guild) {
    return (
      <aside class="members" aria-label="Members">
        <p class="empty">
          Only {world.me.display_name} and {place?.name ?? 'nobody'} read this.
        </p>
      </aside>
    );
  }
  const online = guild.members.filter(({ status }) => status === 'online');
  const offline = guild.members.filter(({ status }) => status !== 'online');
  return (
    <aside class="members" aria-label="Members">
      <Group title="Online" members={online} guild={guild} />
      <Group title="Offline" members={offline} guild={guild} />
    </aside>
  );
}

interface GroupProps {
  title: string;
  members: readonly Member[];
  guild: Guild;
}

function Group({ title, members, guild }: GroupProps): JSX.Element | null {
  if (members.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 class="section-title">
        {title} <span aria-hidden="true">· {members.length}</span>
      </h2>
      <ul>
        {members.map((member) => (
          <MemberRow key={member.user.id} member={member} guild={guild} />
        ))}
      </ul>
    </section>
  );
}

function MemberRow({ member, guild }: { member: Member; guild: Guild }): JSX.Element {
  const [open, setOpen] = useState(false);
  const { user } = member;
  const name = nameOfMember(member);
  return (
    <li>
      <button
        type="button"
        class="place member"
        aria-haspopup="dialog"
        aria-expanded={open}
        data-testid={`member-${user.id}`}
        onClick={() => setOpen(!open)}
      >
        <Avatar name={name} color={user.avatar_color} size="small" status={member.status} />
        <RoleName name={name} color={colorIn(guild, user.id)} />
        {user.bot && <span class="badge">App</span>}
        {guild.owner_id === user.id && <span class="owner">owner</span>}
      </button>
      {open && <Card member={member} guild={guild} onClose={() => setOpen(false)} />}
    </li>
  );
}

interface CardProps {
  member: Member;
  guild: Guild;
  onClose(): void;
}

function Card({ member, guild, onClose }: CardProps): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  useDialogFocus(root, { onEscape: onClose, trap: false });
  const { user } = member;
  const name = nameOfMember(member);
  useOutside(root, true, (target) => {
    // The button that opened the card closes it by itself.
    if (!root.current?.parentElement?.contains(target)) onClose();
  });
  const roles = rolesOf(guild, member);
  useLayoutEffect(() => {
    const card = root.current;
    const row = card?.parentElement?.getBoundingClientRect();
    if (!card || !row) return;
    const top = Math.min(row.top, innerHeight - card.offsetHeight - 12);
    card.style.setProperty('--card-top', `${Math.max(12, top)}px`);
  }, []);
  return (
    <div
      class="card"
      role="dialog"
      aria-label={name}
      tabIndex={-1}
      ref={root}
      data-testid="member-card"
    >
      <div class="card-head">
        <Avatar name={name} color={user.avatar_color} size="large" status={member.status} />
        <div>
          <strong>{name}</strong>
          <small>
            {user.username} · {member.status}
          </small>
        </div>
      </div>
      <h3 class="section-title">Roles</h3>
      <p class="roles">
        {roles.length === 0 && 'No roles.'}
        {roles.map(({ id, name: role, color }) => (
          <span key={id} class="role">
            <span class="dot" style={{ background: color ? hexColor(color) : 'currentColor' }} />
            {role}
          </span>
        ))}
      </p>
      <UserCommands member={member} onDone={onClose} />
    </div>
  );
}

function UserCommands({ member, onDone }: { member: Member; onDone(): void }): JSX.Element | null {
  const { chat, state, place } = useHere();
  const all = state.commands[place?.id ?? ''] ?? [];
  const commands = all.filter(({ type }) => type === COMMAND.user);
  if (commands.length === 0 || !place) return null;
  const run = async (command: { id: string; name: string }): Promise<void> => {
    onDone();
    const refused = await chat.interactions?.runOnUser(place.id, command, member.user.id);
    if (refused) chat.note(refused);
  };
  return (
    <>
      <h3 class="section-title">Apps</h3>
      <div class="card-actions">
        {commands.map((command) => (
          <button
            key={command.id}
            type="button"
            class="button button-secondary"
            onClick={() => void run(command)}
          >
            {command.name}
          </button>
        ))}
      </div>
    </>
  );
}
