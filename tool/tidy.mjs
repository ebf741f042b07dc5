// tidy [PATTERN]... — clang-tidy over our C, one file per process (clang-tidy 14 tells false
// va_list faults otherwise), as many at a time as there are processors.  A file found clean is
// not read again until it, a header it includes, its compile command or .clang-tidy changes:
// build/tidy-cache/ holds an empty file per clean hash.  With PATTERNs only the files whose path
// contains one.  Needs build/tidy (tool/configure tidy).
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { relative, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = process.cwd();
const build = resolve("build/tidy");
const cache = resolve("build/tidy-cache");
const version = (await run("clang-tidy", ["--version"])).stdout;
const config = readFileSync(".clang-tidy", "utf8");

// A .c file of ours that no meson.build mentions is read by nobody: not compiled, not checked.
function forgotten(commands) {
  return ["src", "test", "tool", "fuzz"].filter(existsSync)
    .flatMap((room) => readdirSync(room, { recursive: true }).map((name) => `${room}/${name}`))
    .filter((file) => file.endsWith(".c") && !commands.has(file));
}

function ours(patterns) {
  const commands = new Map();
  for (const entry of JSON.parse(readFileSync(`${build}/compile_commands.json`, "utf8"))) {
    const file = relative(root, resolve(entry.directory, entry.file));
    const isOurs = /^(src|test|tool|fuzz)\/.*\.c$/.test(file);
    if (isOurs && patterns.every((pattern) => file.includes(pattern)))
      commands.set(file, entry.command);
  }
  return commands;
}

// A command line as the words a shell would make of it.
function split(command) {
  const words = command.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g, (all, single, double, plain) =>
      single ?? double?.replaceAll(/\\(.)/g, "$1") ?? plain));
}

// The compiler and what it is told, without what to do with the outcome.
function flags(command) {
  const words = split(command);
  const kept = [];
  for (let i = 0; i < words.length; i++) {
    if (["-o", "-MF", "-MQ"].includes(words[i])) i++;
    else if (!["-c", "-MD"].includes(words[i])) kept.push(words[i]);
  }
  return kept;
}

// Changes when anything does that the file reads from our tree and from the build.
async function hash(compiler, told, looser) {
  const { stdout } = await run(compiler, [...told, "-MM"], { cwd: build });
  const sum = createHash("sha256").update(version).update(config).update([...told, ...looser].join(" "));
  for (const file of stdout.replace(/^[^:]*:/, "").split(/[\s\\]+/).filter(Boolean))
    sum.update(readFileSync(resolve(build, file)));
  return sum.digest("hex");
}

// What runs in one thread, once, on our own input: getenv() and sscanf() are fine there, sizes
// are small constants, a literal is copied without its end on purpose, and a table of cases is
// not complex for each of its ?:.
function looserFor(file) {
  if (!/_test\.c$|^(test|tool|fuzz)\//.test(file)) return [];
  const off = ["concurrency-mt-unsafe", "cert-err34-c", "bugprone-not-null-terminated-result",
    "bugprone-implicit-widening-of-multiplication-result", "readability-function-cognitive-complexity"];
  return [`--checks=${off.map((check) => `-${check}`).join(",")}`];
}

// Whether the file is clean; prints what is not.  The flags are handed over, because a file that
// several programs are built from stands in the database several times and would be read as often.
async function tidy(file, command) {
  try {
    const [compiler, ...told] = flags(command);
    const looser = looserFor(file);
    const seen = `${cache}/${await hash(compiler, told, looser)}`;
    if (existsSync(seen)) return true;
    const source = resolve(file);
    const others = told.filter((word) => resolve(build, word) !== source);
    await run("clang-tidy", ["--quiet", ...looser, source, "--", ...others],
      { cwd: build, maxBuffer: 1 << 26 });
    writeFileSync(seen, "");
    return true;
  } catch (failure) {
    console.log(failure.stdout || failure.stderr || String(failure));
    return false;
  }
}

mkdirSync(cache, { recursive: true });
const patterns = process.argv.slice(2);
const commands = ours(patterns);
const waiting = [...commands];
let unclean = 0;

async function work() {
  for (let next = waiting.pop(); next; next = waiting.pop())
    if (!(await tidy(...next))) unclean++;
}

await Promise.all(cpus().map(work));
console.log(`tidy: ${commands.size} files, ${unclean} of them not clean`);
const unread = patterns.length > 0 ? [] : forgotten(commands);
for (const file of unread) console.log(`tidy: no meson.build mentions ${file}`);
process.exit(unclean > 0 || unread.length > 0 || commands.size === 0 ? 1 : 0);
