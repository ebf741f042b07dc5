// Reading request bodies: JSON, or a form with `payload_json` and files[n].

import type { IncomingMessage } from 'node:http';
import { ApiError, refuse } from './discord/errors.ts';
import { invalidForm } from './discord/form.ts';
import type { Upload } from './files.ts';

export interface Body {
  /** Undefined when the body was empty. */
  json: unknown;
  uploads: Upload[];
}

export const LARGEST_BODY = 25 * 1024 * 1024;
const LARGEST_FILE = 10 * 1024 * 1024;
const DEEPEST = 64;

export async function readBytes(request: IncomingMessage, limit = LARGEST_BODY): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw refuse('too_large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('invalid_json');
  }
}

function tooDeep(value: unknown, left = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return left === 0 || Object.values(value).some((one) => tooDeep(one, left - 1));
}

async function readForm(type: string, bytes: Buffer): Promise<Body> {
  let form;
  try {
    form = await new Response(new Uint8Array(bytes), {
      headers: { 'content-type': type },
    }).formData();
  } catch {
    throw new ApiError(400, 50035, 'Invalid Form Body');
  }
  const uploads: Upload[] = [];
  for (const [name, value] of form.entries()) {
    if (typeof value === 'string') continue;
    const key = /^files\[(\d{1,3})\]$/.exec(name)?.[1];
    if (key === undefined)
      throw invalidForm([name], 'FILE_NAME_INVALID', 'Files are named files[n]');
    const data = Buffer.from(await value.arrayBuffer());
    if (data.length > LARGEST_FILE) throw refuse('too_large');
    uploads.push({ key, filename: value.name || 'file', content_type: value.type, data });
  }
  if (uploads.length > 10)
    throw invalidForm(['files'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  const json = form.get('payload_json');
  return { json: typeof json === 'string' ? parse(json) : {}, uploads };
}

/** Throws an ApiError for what Discord would refuse. */
export async function readBody(contentType: string, bytes: Buffer): Promise<Body> {
  if (bytes.length === 0) return { json: undefined, uploads: [] };
  const kind = contentType.split(';')[0]?.trim().toLowerCase();
  if (kind === 'multipart/form-data') return readForm(contentType, bytes);
  if (kind !== 'application/json') {
    throw invalidForm(
      [],
      'CONTENT_TYPE_INVALID',
      "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.",
    );
  }
  const json = parse(bytes.toString('utf8'));
  if (tooDeep(json)) throw refuse('invalid_json');
  return { json, uploads: [] };
}
