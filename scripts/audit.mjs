// Asks the registry for known faults in what the lock file brings, as `npm audit` does. Some registries and mirrors do not
// answer that question: then it says so, and nothing is proved.
import { spawnSync } from "node:child_process";

const { stdout, error } = spawnSync("npm", ["audit", "--json"], {
  encoding: "utf8",
  shell: process.platform === "win32",
});
if (error) throw error;
const answer = JSON.parse(stdout);
const found = answer.metadata?.vulnerabilities;
if (found === undefined) {
  console.log(`npm audit was not answered: ${answer.message ?? "no reason given"}`);
} else {
  console.log(`npm audit: ${found.total} known faults in ${answer.metadata.dependencies.total} packages`);
  for (const [name, { severity, range }] of Object.entries(answer.vulnerabilities))
    console.log(`  ${severity}: ${name} ${range}`);
  process.exitCode = found.total > 0 ? 1 : 0;
}
