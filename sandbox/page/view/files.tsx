// The files of a message: pictures are shown, everything else can be downloaded.

import type { JSX } from 'preact';
import type { APIAttachment } from 'discord-api-types/v10';
import type { Message } from '../api/types.ts';
import { fileSize } from '../text/size.ts';
import { fileUrl } from './embed.tsx';
import { Icon } from './icons.tsx';

const PICTURE = /^image\/(png|jpeg|gif|webp|avif)\b/;

export function Files({ message }: { message: Message }): JSX.Element | null {
  const files = (message.attachments ?? []).filter((file) => !shownInEmbed(message, file));
  if (files.length === 0) return null;
  return (
    <ul class="files" aria-label="Files">
      {files.map((file) => (
        <li key={file.id}>
          <File file={file} />
        </li>
      ))}
    </ul>
  );
}

function shownInEmbed({ embeds }: Message, { url, filename }: APIAttachment): boolean {
  const shown = (embeds ?? []).flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]);
  return shown.includes(url) || shown.includes(`attachment://${filename}`);
}

function File({ file }: { file: APIAttachment }): JSX.Element {
  const url = fileUrl(file.url);
  if (url && PICTURE.test(file.content_type ?? '')) {
    return (
      <a href={url} target="_blank" rel="noopener" class="picture">
        <img src={url} alt={file.description ?? file.filename} loading="lazy" />
      </a>
    );
  }
  return (
    <div class="file" data-testid="file">
      <Icon name="file" />
      <span class="file-words">
        <strong>{file.filename}</strong>
        <small>{fileSize(file.size)}</small>
      </span>
      {url && (
        <a
          class="icon-button"
          href={url}
          download={file.filename}
          aria-label={`Download ${file.filename}`}
        >
          <Icon name="download" />
        </a>
      )}
    </div>
  );
}
