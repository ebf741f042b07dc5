// Bundles the TypeScript side with esbuild.
//
//   node tool/build-ts.mjs [--out DIR] [TEST.test.ts …]
//
// Without tests: the sandbox's command line to DIR/sandbox/main.mjs and the chat page
// (sandbox/page/main.tsx, its index.html and whatever lies in sandbox/page/static) to
// DIR/sandbox/page.  With tests: only those, to DIR/ts-tests/<same path>.mjs, ready for
// `node --test`.  DIR is `build` unless told.
import { build } from 'esbuild';
import { cp, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// What Node runs.  `ws` is CommonJS and asks for Node's own modules with require(), which an
// ES module has not; its two optional accelerators are not installed and not missed.
const forNode = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node18',
  sourcemap: 'inline',
  sourcesContent: false,
  logLevel: 'warning',
  external: ['bufferutil', 'utf-8-validate', 'playwright-core'],
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
};

async function buildSandbox(out) {
  await build({
    ...forNode,
    entryPoints: [join(root, 'sandbox/src/main.ts')],
    outfile: join(out, 'sandbox/main.mjs'),
  });
}

async function buildPage(out) {
  const page = join(root, 'sandbox/page');
  const built = join(out, 'sandbox/page');
  await mkdir(built, { recursive: true });
  await build({
    entryPoints: [join(page, 'main.tsx')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'file', '.png': 'file', '.woff2': 'file' },
    logLevel: 'warning',
    outdir: built,
  });
  await cp(join(page, 'index.html'), join(built, 'index.html'));
  if (existsSync(join(page, 'static'))) {
    await cp(join(page, 'static'), built, { recursive: true });
  }
}

async function buildTests(out, tests) {
  await build({
    ...forNode,
    entryPoints: Object.fromEntries(
      tests.map((test) => [relative(root, resolve(test)).replace(/\.ts$/, ''), resolve(test)]),
    ),
    outdir: join(out, 'ts-tests'),
    outExtension: { '.js': '.mjs' },
  });
}

function readArguments(words) {
  const at = words.indexOf('--out');
  const out = at < 0 ? join(root, 'build') : resolve(words[at + 1] ?? 'build');
  const tests = words.filter((word, i) => at < 0 || (i !== at && i !== at + 1));
  return { out, tests };
}

const { out, tests } = readArguments(process.argv.slice(2));
if (tests.length > 0) {
  await buildTests(out, tests);
} else {
  await buildSandbox(out);
  if (existsSync(join(root, 'sandbox/page/main.tsx'))) await buildPage(out);
}
