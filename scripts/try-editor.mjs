// The editor of `npm run try` where there is no terminal: adds one user beside the role that already uses the key.
import { readFileSync, writeFileSync } from "node:fs";

const file = process.argv.at(-1);
const text = readFileSync(file, "utf8");
const role = '"arn:aws:iam::111122223333:role/App"';
const changed = text.replaceAll(
  new RegExp(`"AWS"\\s*:\\s*${role}`, "g"),
  `"AWS": [${role}, "arn:aws:iam::111122223333:user/alice"]`,
);
if (changed === text) throw new Error(`no ${role} to work on in ${file}`);
writeFileSync(file, changed);
