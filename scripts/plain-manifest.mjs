// The package has no scripts of ours: npm runs none of them for who installs it, but warns of `prepare` as of one that would be run.
// Usage: node scripts/plain-manifest.mjs (takes them out of package.json before npm packs it); the same with --back (puts them back).
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

const [own, kept] = ["package.json", ".package.json.unpacked"];

if (process.argv[2] === "--back") {
  if (existsSync(kept)) renameSync(kept, own);
} else {
  const text = readFileSync(own, "utf8");
  const { scripts: _scripts, ...rest } = JSON.parse(text);
  writeFileSync(kept, text);
  writeFileSync(own, `${JSON.stringify(rest, undefined, 2)}\n`);
}
