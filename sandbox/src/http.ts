// Small helpers over Node's HTTP server.

import type { ServerResponse } from 'node:http';

export function sendJson(
  response: ServerResponse,
  status: number,
  json: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed || response.headersSent) return;
  if (json === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const bytes = Buffer.from(JSON.stringify(json));
  response
    .writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': String(bytes.length),
      ...headers,
    })
    .end(bytes);
}
