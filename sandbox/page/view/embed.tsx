import type { JSX } from 'preact';
import type { APIAttachment, APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import type { Message } from '../api/types.ts';
import { hexColor } from '../state/names.ts';
import { safeUrl } from '../text/links.ts';
import { messageTime } from '../text/timestamp.ts';
import { useNow } from './clock.ts';
import { Markdown, MarkdownLine } from './markdown.tsx';

interface Props {
  embed: APIEmbed;
  message: Message;
}

export function Embed({ embed, message }: Props): JSX.Element {
  const color = embed.color === undefined ? undefined : hexColor(embed.color);
  const files = message.attachments ?? [];
  const image = imageUrl(embed.image?.url, files);
  const thumbnail = imageUrl(embed.thumbnail?.url, files);
  return (
    <article
      class="embed"
      style={color ? { borderInlineStartColor: color } : {}}
      data-testid="embed"
    >
      <div class={thumbnail ? 'embed-top with-thumbnail' : 'embed-top'}>
        <div class="embed-words">
          <Author author={embed.author} files={files} />
          <Title title={embed.title} url={embed.url} />
          {embed.description && <Markdown text={embed.description} />}
        </div>
        {thumbnail && <img class="embed-thumbnail" src={thumbnail} alt="" loading="lazy" />}
      </div>
      <Fields fields={embed.fields ?? []} />
      {image && (
        <img
          class="embed-image"
          src={image}
          alt={embed.title ? `Picture: ${embed.title}` : 'Picture'}
        />
      )}
      <Footer embed={embed} files={files} />
    </article>
  );
}

type Files = readonly APIAttachment[];

function Author({
  author,
  files,
}: {
  author: APIEmbed['author'];
  files: Files;
}): JSX.Element | null {
  if (!author) return null;
  const icon = imageUrl(author.icon_url, files);
  const url = author.url ? safeUrl(author.url) : null;
  return (
    <p class="embed-author">
      {icon && <img src={icon} alt="" />}
      {url ? <OutLink url={url}>{author.name}</OutLink> : author.name}
    </p>
  );
}

function Title({
  title,
  url,
}: {
  title: string | undefined;
  url: string | undefined;
}): JSX.Element | null {
  if (!title) return null;
  const safe = url ? safeUrl(url) : null;
  const words = <MarkdownLine text={title} />;
  return <h3 class="embed-title">{safe ? <OutLink url={safe}>{words}</OutLink> : words}</h3>;
}

function OutLink({ url, children }: { url: string; children: JSX.Element | string }): JSX.Element {
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

function Fields({ fields }: { fields: readonly APIEmbedField[] }): JSX.Element | null {
  if (fields.length === 0) return null;
  return (
    <dl class="embed-fields">
      {fields.map((field, at) => (
        <div key={at} class={field.inline ? 'field inline' : 'field'}>
          <dt>
            <MarkdownLine text={field.name} />
          </dt>
          <dd>
            <Markdown text={field.value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Footer({ embed, files }: { embed: APIEmbed; files: Files }): JSX.Element | null {
  const now = useNow(60_000);
  const { footer, timestamp } = embed;
  if (!footer && !timestamp) return null;
  const icon = imageUrl(footer?.icon_url, files);
  const time = timestamp ? messageTime(timestamp, now) : '';
  return (
    <footer class="embed-footer">
      {icon && <img src={icon} alt="" />}
      {[footer?.text, time].filter(Boolean).join(' • ')}
    </footer>
  );
}

/** An image's address: a file of the message itself, one of the sandbox, or one on the web. */
function imageUrl(url: string | undefined, files: Files): string | null {
  if (!url) return null;
  const name = /^attachment:\/\/(.+)$/.exec(url)?.[1];
  if (name) return fileUrl(files.find(({ filename }) => filename === name)?.url ?? '');
  return fileUrl(url);
}

/** Only the sandbox's own files and web addresses are asked for. */
export function fileUrl(url: string): string | null {
  return /^\/chat\/attachments\/[^\\]*$/.test(url) ? url : safeUrl(url);
}
