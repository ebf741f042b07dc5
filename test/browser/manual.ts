// docs/commands.md: what each kind of person may do, as the browser saw it.

import { readFileSync, writeFileSync } from 'node:fs';
import assert from 'node:assert/strict';

const PAGE = 'docs/commands.md';

export const PEOPLE = ['Stranger', 'Employee', 'Admin', 'Owner', 'Operator'] as const;
export type Kind = (typeof PEOPLE)[number];

export interface Tried {
  /** "/clock", or the id of a button. */
  name: string;
  words: string;
  /** Who was let; the others read the refusal. */
  may: Kind[];
  refusal: string;
}

const HEAD = `# Who may do what

Made by \`script/test --only browser\`, which tries everything below in the chat page as each kind
of person and holds it against the product's rules. After a change of commands:
\`UPDATE_DOCS=1 script/test --only browser\`.

- A **stranger** is a member of the server without any role.
- An **employee** has an employee role (\`/roles employee add\`).
- An **admin** may administrate the server, in Discord or by a role.
- The **owner** owns the Discord server.
- An **operator** runs this bot (\`BOT_OWNER_IDS\`), and here has no role in the server.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|');

function table(first: string, rows: Tried[]): string {
  const lines = rows.map((row) => {
    const people = PEOPLE.map((kind) => (row.may.includes(kind) ? 'yes' : '–'));
    return `| \`${row.name}\` | ${[row.words, ...people, row.refusal].map(cell).join(' | ')} |`;
  });
  const rule = `|---|---|${PEOPLE.map(() => ':-:|').join('')}---|`;
  return [`| ${first} | | ${PEOPLE.join(' | ')} | the others read |`, rule, ...lines].join('\n');
}

/** Holds that the page in the repository says this, or writes it when that is asked for. */
export function checkManual(commands: Tried[], buttons: Tried[]): void {
  const text = [
    HEAD, '## Commands\n', table('command', commands), '',
    '## Buttons\n', 'Buttons never expire, so anybody may press an old one.\n',
    table('id', buttons), '',
  ].join('\n');
  if (process.env['UPDATE_DOCS']) return writeFileSync(PAGE, text);
  const hint = `${PAGE} is not up to date: run UPDATE_DOCS=1 script/test --only browser`;
  assert.equal(readFileSync(PAGE, 'utf8'), text, hint);
}
