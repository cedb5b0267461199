// Runs the program on the oldest Node that it promises and on the newest of each line, through npm's own Node packages.
// The tests themselves run on the Node at hand; KMSPOL_TEST_NODE tells them which one runs the program.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

const versions = process.argv.length > 2 ? process.argv.slice(2) : ["20.17.0", "22", "24", "latest"];
const tests = ["test/verbs/transcripts.test.ts", "test/package/schemas.test.ts"];

const platform = process.platform === "win32" ? "win" : process.platform;
const library = `node-${platform}-${process.arch}`;
const folder = resolve("node_modules/.cache/nodes");

/** Runs a command to its end, its output ours; ends with it where it fails. */
const run = (command, args, environment = {}) => {
  const { status, error } = spawnSync(command, args, {
    stdio: "inherit",
    shell: process.platform === "win32",
    env: { ...process.env, ...environment },
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
};

for (const version of versions) {
  const prefix = join(folder, version);
  mkdirSync(prefix, { recursive: true });
  run("npm", [
    ...["install", "--prefix", prefix, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"],
    `${library}@${version}`,
  ]);
  const name = process.platform === "win32" ? "node.exe" : "node";
  const node = join(prefix, "node_modules", library, "bin", name);
  console.log(`\nkmspol on Node ${version}:`);
  run(node, ["--version"]);
  run("npx", ["vitest", "run", ...tests], { KMSPOL_TEST_NODE: node });
}
