// Fails where a policy file gives anyone outside the key's account something that the old file did not.
// Run: node examples/no-public-keys.mjs OLD.json NEW.json 111122223333
import { readFileSync } from "node:fs";
import { check, compareAccess, parsePolicy } from "kmspol";

const [oldFile, newFile, account] = process.argv.slice(2);
const [before, after] = [oldFile, newFile].map((file) => parsePolicy(readFileSync(file, "utf8")));

for (const { code, line, message } of check(after, { account }).filter(
  ({ severity }) => severity === "error",
)) {
  console.error(`${newFile}:${line}: ${code}: ${message}`);
  process.exitCode = 1;
}
const isOwn = (principal) => principal.includes(account) || principal.startsWith("service:");
for (const { principal, actions, example } of compareAccess(before, after, { account }).gained) {
  if (isOwn(principal)) continue;
  console.error(`${principal} gains ${actions.join(", ")}, for example:`, JSON.stringify(example));
  process.exitCode = 1;
}
