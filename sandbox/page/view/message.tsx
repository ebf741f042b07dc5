import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { APIEmbed } from 'discord-api-types/v10';
import type { Message } from '../api/types.ts';
import { colorIn, nameIn } from '../state/names.ts';
import { isEphemeral, isLoading, type Row } from '../state/timeline.ts';
import { formatTime, messageTime } from '../text/timestamp.ts';
import { Avatar, RoleName } from './avatar.tsx';
import { useNow } from './clock.ts';
import { Components } from './components.tsx';
import { useHere } from './context.ts';
import { Embed } from './embed.tsx';
import { Files } from './files.tsx';
import { Dots, Icon } from './icons.tsx';
import { Markdown } from './markdown.tsx';

export function MessageView({ row }: { row: Row }): JSX.Element {
  const { message, leads } = row;
  const { place, world } = useHere();
  const name = nameIn(place?.guild ?? null, message.author);
  const title = useId();
  const look = [
    'message',
    leads ? 'leads' : 'follows',
    isEphemeral(message) ? 'ephemeral' : '',
    message.content.includes(`<@${world.me.id}>`) ? 'for-me' : '',
  ];
  return (
    <article
      class={look.filter(Boolean).join(' ')}
      aria-labelledby={title}
      data-testid="message"
      data-message-id={message.id}
      data-ephemeral={isEphemeral(message) ? 'true' : undefined}
    >
      {message.interaction_label && <Cause message={message} />}
      <div class="message-main">
        {leads ? (
          <Avatar name={name} color={message.author.avatar_color} />
        ) : (
          <ShortTime iso={message.timestamp} />
        )}
        <div class="message-body">
          <Header message={message} name={name} id={title} hidden={!leads} />
          <Content message={message} />
        </div>
      </div>
    </article>
  );
}

function Cause({ message }: { message: Message }): JSX.Element {
  const label = message.interaction_label ?? '';
  const slash = label.lastIndexOf(' /');
  const user = message.interaction_metadata?.user;
  const words = slash < 0 ? label : label.slice(0, slash);
  return (
    <p class="cause">
      <Icon name="reply" />
      {user && (
        <Avatar name={user.global_name ?? user.username} color={user.avatar_color} size="small" />
      )}
      <span>
        {words} {slash >= 0 && <strong>{label.slice(slash + 1)}</strong>}
      </span>
    </p>
  );
}

interface HeaderProps {
  message: Message;
  name: string;
  id: string;
  hidden: boolean;
}

function Header({ message, name, id, hidden }: HeaderProps): JSX.Element {
  const now = useNow(60_000);
  const { place } = useHere();
  return (
    <header id={id} class={hidden ? 'visually-hidden' : 'message-header'}>
      <RoleName name={name} color={colorIn(place?.guild ?? null, message.author.id)} />
      {message.author.bot && <span class="badge">App</span>}{' '}
      <time dateTime={message.timestamp}>{messageTime(message.timestamp, now)}</time>
    </header>
  );
}

function ShortTime({ iso }: { iso: string }): JSX.Element {
  const unix = Date.parse(iso) / 1000;
  return (
    <span class="short-time" aria-hidden="true">
      {formatTime(unix, 't', Date.now())}
    </span>
  );
}

function Content({ message }: { message: Message }): JSX.Element {
  if (isLoading(message))
    return (
      <>
        <Thinking message={message} />
        <OnlyYou message={message} />
      </>
    );
  const edited = message.edited_timestamp && !isEphemeral(message);
  return (
    <>
      {message.content && <Markdown key={message.content} text={message.content} />}
      {edited && <span class="edited">(edited)</span>}
      {(message.embeds ?? []).map((embed, at) => (
        <Embed key={`${at} ${wordsOf(embed)}`} embed={embed} message={message} />
      ))}
      <Files message={message} />
      <Components message={message} />
      <OnlyYou message={message} />
    </>
  );
}

/** An embed that says something else is another one, so that a screen reader speaks it. */
function wordsOf({ title = '', description = '' }: APIEmbed): string {
  return `${title} ${description}`;
}

function Thinking({ message }: { message: Message }): JSX.Element {
  const { place } = useHere();
  return (
    <p class="thinking" data-testid="thinking">
      <Dots />
      {nameIn(place?.guild ?? null, message.author)} is thinking…
    </p>
  );
}

function OnlyYou({ message }: { message: Message }): JSX.Element | null {
  const { chat } = useHere();
  if (!isEphemeral(message)) return null;
  return (
    <p class="only-you">
      <Icon name="eye" /> Only you can see this ·{' '}
      <button
        type="button"
        class="text-button"
        onClick={() => void chat.dismiss(message.id, message.channel_id)}
      >
        Dismiss message
      </button>
    </p>
  );
}
