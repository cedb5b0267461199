// Puts what a release has into a folder: the package, its man pages and completions, an SBOM, the notes, and checksums of all.
// Usage: node scripts/release.mjs FOLDER TAG
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder = "release", tag = ""] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync("package.json", "utf8"));

const stop = (message) => {
  console.error(`release: ${message}`);
  process.exit(1);
};
const run = (program, ...args) => {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  if (error || status !== 0) stop(`${program} ${args.join(" ")}: ${error?.message ?? stderr}`);
  return stdout;
};

if (tag !== "" && tag !== `v${version}`) stop(`the tag ${tag} is not that of version ${version}`);
mkdirSync(folder, { recursive: true });
run("npm", "pack", "--silent", "--pack-destination", folder);
writeFileSync(join(folder, "kmspol.sbom.cdx.json"), run("npm", "sbom", "--sbom-format", "cyclonedx"));
for (const page of readdirSync("man")) cpSync(join("man", page), join(folder, page));
for (const [shell, name] of [
  ["bash", "kmspol.bash"],
  ["zsh", "_kmspol"],
  ["fish", "kmspol.fish"],
  ["powershell", "kmspol.ps1"],
])
  writeFileSync(join(folder, name), run(process.execPath, "bin/kmspol.js", "completion", shell));

// What the change log says of this version, or what it has not given a version yet.
const parts = readFileSync("CHANGELOG.md", "utf8").split(/^## /m);
const part = (name) => parts.find((text) => text.startsWith(`[${name}]`));
writeFileSync(
  join(folder, "NOTES.md"),
  `## ${part(version) ?? part("Unreleased") ?? stop("CHANGELOG.md tells nothing")}`,
);

const sums = readdirSync(folder)
  .filter((name) => name !== "SHA256SUMS")
  .sort()
  .map(
    (name) =>
      `${createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex")}  ${name}\n`,
  );
writeFileSync(join(folder, "SHA256SUMS"), sums.join(""));
