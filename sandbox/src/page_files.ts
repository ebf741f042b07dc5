// Serves the chat page's built files.

import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { sendJson } from './http.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

// Nothing but the page's own files and requests: a message that got past its markdown reader would
// still find no script to run and nobody to tell.
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export async function servePage(
  response: ServerResponse,
  folder: string | null,
  path: string,
): Promise<void> {
  try {
    const asked = normalize(decodeURIComponent(path)).replace(/^[/\\]+/, '') || 'index.html';
    if (folder === null || asked.split(sep).includes('..')) throw new Error('outside');
    const data = await readFile(join(folder, asked));
    const type = TYPES[extname(asked)] ?? 'application/octet-stream';
    response
      .writeHead(200, {
        'Content-Type': type,
        'Content-Length': String(data.length),
        'Cache-Control': 'no-cache',
        'Content-Security-Policy': POLICY,
        'X-Content-Type-Options': 'nosniff',
      })
      .end(data);
  } catch {
    sendJson(response, 404, { message: 'There is nothing here.' });
  }
}
