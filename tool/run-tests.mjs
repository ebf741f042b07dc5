// run-tests SECONDS FILE... — runs each bundled test file in a process of its own (node --test),
// as many at a time as there are processors, and prints what they say, then "PASSED FAILED".  A
// file that is not done after SECONDS, or runs no test at all, counts as one more failure.
import { spawn } from "node:child_process";
import { cpus } from "node:os";

const [seconds, ...files] = process.argv.slice(2);

function run(file) {
  return new Promise((resolve) => {
    let said = "";
    const child = spawn(process.execPath, ["--test", "--test-reporter=tap", file], { detached: true });
    const late = setTimeout(() => {
      said += `not ok - ${file} was not done after ${seconds} s\n`;
      process.kill(-child.pid, "SIGKILL"); // and what it started
    }, Number(seconds) * 1000);
    child.stdout.on("data", (part) => (said += part));
    child.stderr.on("data", (part) => (said += part));
    child.on("close", (status) => {
      clearTimeout(late);
      resolve({ said, status });
    });
  });
}

const number = (said, word) => Number(said.match(new RegExp(`^# ${word} (\\d+)$`, "m"))?.[1] ?? 0);

function count({ said, status }) {
  const passed = number(said, "pass");
  const failed = number(said, "fail") + number(said, "cancelled");
  const isFine = status === 0 && passed > 0;
  return { passed, failed: isFine ? failed : Math.max(1, failed) };
}

let passed = 0;
let failed = 0;
async function work() {
  for (let file = files.shift(); file; file = files.shift()) {
    const done = await run(file);
    const of = count(done);
    console.log(`# ${file}: ${of.passed} passed, ${of.failed} failed`);
    if (of.failed > 0) console.log(done.said);
    passed += of.passed;
    failed += of.failed;
  }
}

await Promise.all(cpus().map(work));
console.log(`${passed} ${failed}`);
process.exit(failed > 0 ? 1 : 0);
