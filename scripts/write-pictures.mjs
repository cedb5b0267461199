// Writes the README's pictures from real runs on the sandbox: node scripts/write-pictures.mjs (after npm run build).
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "@lydell/node-pty";
import { terminalSvg } from "./terminal-svg.mjs";

const columns = 100;
const home = mkdtempSync(join(tmpdir(), "kmspol-pictures-"));
const env = { PATH: process.env.PATH, HOME: home, KMSPOL_STATE_DIR: join(home, "state"), LANG: "C.UTF-8", TERM: "xterm-256color", PAGER: "cat" }; // prettier-ignore
const kmspol = join(process.cwd(), "bin", "kmspol.js");

/** What a run writes on a terminal until `until` is seen (or to its end), then Ctrl-C. */
const shown = (line, until) =>
  new Promise((resolve) => {
    const sandbox = `exec "${process.execPath}" "${kmspol}" sandbox -- sh -c '${line}'`;
    const terminal = spawn("/bin/sh", ["-c", sandbox], { cols: columns, rows: 60, cwd: home, env });
    let written = "";
    terminal.onData((text) => {
      written += text;
      if (until && written.includes(until)) setTimeout(() => terminal.write("\u0003"), 300);
    });
    terminal.onExit(() => resolve(written));
  });

/** Without the sandbox's own line, and what moves the cursor; a question is kept as it was first drawn. */
const cleaned = (written, end) => {
  const text = written.replace(/^.*nothing here is real\.\r\n/, "").replace(/\r\u001b\[K/g, "").replace(/\u001b\[[\d;?]*[A-LN-Za-ln-z]/g, ""); // prettier-ignore
  const at = end === undefined ? -1 : text.indexOf(end);
  return at < 0 ? text : text.slice(0, text.indexOf("\n", at) + 1 || undefined);
};

const run = `"${process.execPath}" "${kmspol}"`;
const policy = JSON.parse(execFileSync(process.execPath, [kmspol, "sandbox", "--", process.execPath, kmspol, "get", "alias/app"], { env, encoding: "utf8" })); // prettier-ignore
const use = policy.Statement.find(({ Sid }) => Sid === "Allow use of the key");
const role = (name, account = "111122223333") => `arn:aws:iam::${account}:role/${name}`;
use.Principal.AWS = [
  role("App"),
  role("Auditor"),
  role("service/Backup"),
  "arn:aws:iam::444455556666:root",
  "*",
];
writeFileSync(join(home, "public.json"), JSON.stringify(policy, undefined, 2));
mkdirSync("docs/pictures", { recursive: true });
const picture = (name, text) => writeFileSync(join("docs/pictures", `${name}.svg`), terminalSvg(text, columns)); // prettier-ignore

picture("matrix", cleaned(await shown(`${run} show public.json --account 111122223333`)));
picture("review", cleaned(await shown(`${run} add-user alias/app role/ci/pipelines/Deploy role/Auditor`, "Save the new text"), "Save the new text")); // prettier-ignore

/** The last picture of a list that was drawn over with `until` in it, and nothing of those before. */
const lastDrawn = (written, until) => written.split("\u001b[J").findLast((drawn) => drawn.includes(until)) ?? ""; // prettier-ignore

const preview = "by this policy alone";
picture("menu", cleaned(lastDrawn(await shown(run, preview), preview)));
rmSync(home, { recursive: true, force: true });
