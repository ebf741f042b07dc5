// count-checks FILE — reads a meson testlog.json and prints "PASSED FAILED", counted by cmocka's
// own cases.  A program that died, or had no case at all, counts as one failure.
import { readFileSync } from "node:fs";

function count(run) {
  const passed = run.stdout.match(/^\[       OK \] /gm)?.length ?? 0;
  const begun = run.stdout.match(/^\[ RUN {6}\] /gm)?.length ?? 0;
  const isFine = run.result === "OK" && begun > 0;
  return { passed, failed: isFine ? begun - passed : Math.max(1, begun - passed) };
}

let passed = 0;
let failed = 0;
for (const line of readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  const of = count(JSON.parse(line));
  passed += of.passed;
  failed += of.failed;
}
console.log(`${passed} ${failed}`);
