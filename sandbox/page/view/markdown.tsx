// The tree of a message as elements. Text is only ever given to Preact as text.

import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { hexColor, nameIn, userById } from '../state/names.ts';
import { routeTo } from '../state/route.ts';
import { readInline } from '../text/inline.ts';
import { readMarkdown } from '../text/markdown.ts';
import { formatTime, relativePause } from '../text/timestamp.ts';
import type { Block, Inline, ListItem, TimeStyle } from '../text/tree.ts';
import { useNow } from './clock.ts';
import { useHere } from './context.ts';

export function Markdown({ text }: { text: string }): JSX.Element {
  const blocks = useMemo(() => readMarkdown(text), [text]);
  return <div class="markdown">{blocks.map(showBlock)}</div>;
}

/** One line with inline marks only: titles of embeds, names of fields. */
export function MarkdownLine({ text }: { text: string }): JSX.Element {
  const nodes = useMemo(() => readInline(text.slice(0, 1024)), [text]);
  return <>{nodes.map(showInline)}</>;
}

function showBlock(block: Block): JSX.Element {
  switch (block.kind) {
    case 'paragraph':
      return <p>{block.children.map(showInline)}</p>;
    case 'heading': {
      const Heading = (['h3', 'h4', 'h5'] as const)[block.level - 1] ?? 'h5';
      return <Heading class={`heading-${block.level}`}>{block.children.map(showInline)}</Heading>;
    }
    case 'subtext':
      return <p class="subtext">{block.children.map(showInline)}</p>;
    case 'code-block':
      return (
        <pre tabIndex={0} aria-label={block.language ? `Code, ${block.language}` : 'Code'}>
          <code>{block.text}</code>
        </pre>
      );
    case 'quote':
      return <blockquote>{block.blocks.map(showBlock)}</blockquote>;
    case 'list':
      return <ul class="list">{block.items.map(showItem)}</ul>;
  }
}

function showItem(item: ListItem): JSX.Element {
  const bullet = item.number === null ? '•' : `${item.number}.`;
  return (
    <li style={{ marginInlineStart: `${item.depth * 1.4}em` }}>
      <span class="bullet">{bullet}</span>
      <span>{item.children.map(showInline)}</span>
    </li>
  );
}

function showInline(node: Inline): ComponentChildren {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'bold':
      return <strong>{node.children.map(showInline)}</strong>;
    case 'italic':
      return <em>{node.children.map(showInline)}</em>;
    case 'underline':
      return <u>{node.children.map(showInline)}</u>;
    case 'strike':
      return <s>{node.children.map(showInline)}</s>;
    case 'spoiler':
      return <Spoiler>{node.children.map(showInline)}</Spoiler>;
    case 'code':
      return <code>{node.text}</code>;
    case 'link':
      return (
        <a href={node.url} target="_blank" rel="noopener noreferrer nofollow">
          {node.children.map(showInline)}
        </a>
      );
    case 'everyone':
      return <span class="mention">{node.text}</span>;
    case 'emoji':
      return `:${node.name}:`;
    case 'user':
      return <UserMention id={node.id} />;
    case 'role':
      return <RoleMention id={node.id} />;
    case 'channel':
      return <ChannelMention id={node.id} />;
    case 'command':
      return <CommandMention name={node.name} />;
    case 'time':
      return <Time unix={node.unix} style={node.style} />;
  }
}

function Spoiler({ children }: { children: ComponentChildren }): JSX.Element {
  const [shown, setShown] = useState(false);
  if (shown) return <span class="spoiler shown">{children}</span>;
  return (
    <button
      type="button"
      class="spoiler"
      aria-label="Show hidden text"
      onClick={() => setShown(true)}
    >
      <span aria-hidden="true">{children}</span>
    </button>
  );
}

function UserMention({ id }: { id: string }): JSX.Element {
  const { world, place } = useHere();
  const user = userById(world, place?.guild ?? null, id);
  const mine = id === world.me.id ? 'mention mention-me' : 'mention';
  return <span class={mine}>@{user ? nameIn(place?.guild ?? null, user) : 'unknown-user'}</span>;
}

function RoleMention({ id }: { id: string }): JSX.Element {
  const { place, world } = useHere();
  const role = (place?.guild ? [place.guild] : world.guilds)
    .flatMap((guild) => guild.roles)
    .find((one) => one.id === id);
  const dot = role?.color ? (
    <span class="dot" style={{ background: hexColor(role.color) }} />
  ) : null;
  const name = role?.name ?? 'deleted-role';
  return (
    <span class="mention">
      {dot}
      {name.startsWith('@') ? name : `@${name}`}
    </span>
  );
}

function ChannelMention({ id }: { id: string }): JSX.Element {
  const { world } = useHere();
  const channel = world.guilds.flatMap((guild) => guild.channels).find((one) => one.id === id);
  if (!channel) return <span class="mention">#unknown</span>;
  return (
    <a class="mention" href={routeTo(world.me.id, id)}>
      #{channel.name}
    </a>
  );
}

function CommandMention({ name }: { name: string }): JSX.Element {
  const { startCommand } = useHere();
  return (
    <button type="button" class="mention" onClick={() => startCommand(name)}>
      /{name}
    </button>
  );
}

function Time({ unix, style }: { unix: number; style: TimeStyle }): JSX.Element {
  const now = useNow(style === 'R' ? relativePause(unix, Date.now()) : 3_600_000);
  return (
    <time
      class="time"
      dateTime={new Date(unix * 1000).toISOString()}
      title={formatTime(unix, 'F', now)}
    >
      {formatTime(unix, style, now)}
    </time>
  );
}
