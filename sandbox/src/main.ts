// The sandbox's command line.

import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { StateFile } from './discord/state.ts';
import { botEnvironment, startSandbox } from './sandbox.ts';

const HELP = `usage: node main.mjs [options]

A stand-in for Discord on this machine, with a chat page to try the bot in.

  --port N                the port to listen on (default 7070, 0 = any free one)
  --host ADDRESS          the address to listen on (default 127.0.0.1)
  --state FILE            keep the world in FILE, so that it is there again at the next start
  --interactions-url URL  deliver interactions there by signed HTTP instead of the gateway
  --env                   print the variables that the bot needs, and end
  -h, --help              this text
`;

const OPTIONS = {
  port: { type: 'string', default: '7070' },
  host: { type: 'string', default: '127.0.0.1' },
  state: { type: 'string' },
  'interactions-url': { type: 'string' },
  env: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

function printEnvironment(values: Values): void {
  const origin = `http://${values.host}:${values.port}`;
  const state = new StateFile(values.state ?? null).load();
  for (const [name, value] of Object.entries(botEnvironment(state, origin))) {
    console.log(`${name}=${value}`);
  }
}

async function serve(values: Values): Promise<void> {
  const sandbox = await startSandbox({
    port: readPort(values.port ?? ''),
    host: values.host,
    stateFile: values.state,
    pageDir: fileURLToPath(new URL('./page/', import.meta.url)),
  });
  console.log(`The sandbox is at ${sandbox.url}/`);
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    await sandbox.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
  const url = values['interactions-url'];
  if (url !== undefined) await sandbox.discord.setInteractionsUrl(url);
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--port must be a number from 0 to 65535, not ${text}`);
  }
  return port;
}

try {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) console.log(HELP);
  else if (values.env) printEnvironment(values);
  else await serve(values);
} catch (error) {
  console.error(`sandbox: ${(error as Error).message}`);
  process.exit(2);
}
