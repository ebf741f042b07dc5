// The components below a message: rows of buttons and selects, and plain text.

import type { JSX } from 'preact';
import type {
  APIButtonComponent,
  APIComponentInMessageActionRow,
  APIMessageTopLevelComponent,
  APISelectMenuComponent,
} from 'discord-api-types/v10';
import type { Message } from '../api/types.ts';
import { PART, STYLE } from '../command/discord.ts';
import type { Underway } from '../state/model.ts';
import { safeUrl } from '../text/links.ts';
import { useHere } from './context.ts';
import { Dots, Icon } from './icons.tsx';
import { Markdown } from './markdown.tsx';
import { Select } from './select.tsx';
import { defaultsOf, itemsOf } from './select_items.ts';

export function Components({ message }: { message: Message }): JSX.Element | null {
  const { state } = useHere();
  const mine = state.underway.filter(({ messageId }) => messageId === message.id);
  const failed = mine.find(({ failure }) => failure !== null);
  const pending = mine.find(({ failure }) => failure === null);
  const parts = message.components ?? [];
  if (parts.length === 0) return null;
  return (
    <div class="components">
      {parts.map((part, at) => (
        <Part key={at} part={part} message={message} pending={pending} />
      ))}
      {failed && (
        <p class="failure" role="alert" data-testid="interaction-failed">
          <Icon name="alert" /> {failureText(failed)}
        </p>
      )}
    </div>
  );
}

/** Discord's own words for a bot that kept silent; a refusal by the sandbox says why. */
function failureText({ failure }: Underway): string {
  const silent = failure === null || failure.includes('did not respond');
  return silent ? 'This interaction failed' : `This interaction failed: ${failure}`;
}

interface PartProps<T> {
  part: T;
  message: Message;
  pending: Underway | undefined;
}

function Part({ part, message, pending }: PartProps<APIMessageTopLevelComponent>): JSX.Element {
  if (part.type === PART.text) return <Markdown text={part.content} />;
  if (part.type !== PART.row)
    return <p class="unknown">This page cannot show component type {part.type}.</p>;
  return (
    <div class="row">
      {part.components.map((inner, at) => (
        <InRow key={at} part={inner} message={message} pending={pending} />
      ))}
    </div>
  );
}

function InRow({ part, message, pending }: PartProps<APIComponentInMessageActionRow>): JSX.Element {
  if (part.type === PART.button) return <Button part={part} message={message} pending={pending} />;
  return <MessageSelect part={part} message={message} pending={pending} />;
}

const STYLES: Readonly<Record<number, string>> = {
  [STYLE.primary]: 'primary',
  [STYLE.secondary]: 'secondary',
  [STYLE.success]: 'success',
  [STYLE.danger]: 'danger',
  [STYLE.link]: 'secondary',
};

function Button({ part, message, pending }: PartProps<APIButtonComponent>): JSX.Element {
  const { chat } = useHere();
  const look = `button button-${STYLES[part.style] ?? 'secondary'}`;
  if (part.style === STYLE.premium) return <span class="unknown">A premium button</span>;
  const { label, emoji } = part;
  const content = (
    <>
      {emoji && (
        <span class="emoji" aria-hidden={label ? 'true' : undefined}>
          {emojiText(emoji)}
        </span>
      )}
      {label && <span>{label}</span>}
    </>
  );
  if (part.style === STYLE.link) {
    return (
      <LinkButton url={part.url} disabled={part.disabled} look={look}>
        {content}
      </LinkButton>
    );
  }
  const customId = part.custom_id;
  const busy = pending?.customId === customId;
  return (
    <button
      type="button"
      class={busy ? `${look} busy` : look}
      disabled={part.disabled}
      aria-busy={busy ? 'true' : undefined}
      aria-disabled={pending ? 'true' : undefined}
      data-testid={`button-${customId}`}
      onClick={() => !pending && void chat.interactions?.press(message, PART.button, customId)}
    >
      <span class="button-content">{content}</span>
      {busy && <Dots />}
    </button>
  );
}

interface LinkProps {
  url: string;
  disabled: boolean | undefined;
  look: string;
  children: JSX.Element;
}

function LinkButton({ url, disabled, look, children }: LinkProps): JSX.Element {
  const safe = safeUrl(url);
  if (disabled || safe === null) {
    return (
      <button type="button" class={look} disabled>
        {children}
      </button>
    );
  }
  return (
    <a class={look} href={safe} target="_blank" rel="noopener noreferrer">
      {children} <Icon name="external" />
    </a>
  );
}

function emojiText(emoji: { id?: string | null; name?: string | null }): string {
  return emoji.id ? `:${emoji.name ?? 'emoji'}:` : (emoji.name ?? '');
}

function MessageSelect({ part, message, pending }: PartProps<APISelectMenuComponent>): JSX.Element {
  const { chat, place, world } = useHere();
  const label = part.placeholder ?? 'Make a selection';
  return (
    <Select
      label={label}
      placeholder={label}
      items={itemsOf(part, world, place)}
      min={part.min_values ?? 1}
      max={part.max_values ?? 1}
      values={defaultsOf(part)}
      disabled={part.disabled ?? false}
      busy={pending !== undefined}
      testId={`select-${part.custom_id}`}
      onChange={(values) =>
        void chat.interactions?.press(message, part.type, part.custom_id, values)
      }
    />
  );
}
