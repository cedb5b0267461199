import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execaSync } from "execa";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { answering } from "./answering.ts";
import { inShell } from "./pty.ts";

/** Each shell on a pseudo-terminal with its script loaded; what is typed before Tab, and what is completed. */
const shells = [
  { name: "bash", args: ["--norc", "--noprofile", "-i"], first: "PS1='$ '" },
  { name: "zsh", args: ["-f", "-i"], first: "autoload -Uz compinit; compinit -u; PS1='$ '" },
  { name: "fish", args: ["--no-config", "-i"], first: "function fish_prompt; echo '$ '; end" },
] as const;

const typed = [
  ["kmspol add-u", "kmspol add-user "],
  ["kmspol list --all-m", "kmspol list --all-managers "],
  ["kmspol explain group-p", "kmspol explain group-principal "],
  ["kmspol check x.json --fail-on sec", "kmspol check x.json --fail-on security "],
  ["kmspol get alias/a", "kmspol get alias/app "],
  ["kmspol get 1234", "kmspol get 1234abcd-12ab-34cd-56ef-1234567890ab "],
  ["kmspol remove-user alias/app r", "kmspol remove-user alias/app role/App "],
  ["kmspol check poli", "kmspol check policy.json "],
] as const;

for (const shell of shells) {
  const isThere = execaSync(shell.name, ["-c", "true"], { reject: false }).exitCode === 0;
  const note = isThere ? "" : " (it is not installed here)";
  test.runIf(isThere)(
    `${shell.name} completes verbs, flags, keys, principals, files and changes${note}`,
    async () => {
      const [place, sandbox] = [await newPlace(), await sandboxForTest()];
      const { stdout } = await kmspol(place, undefined, ["completion", shell.name]);
      await writeFile(join(place.work, "script"), `${shell.first}\n${stdout}\n`);
      await writeFile(join(place.work, "policy.json"), "{}");
      // What is fetched in the background is there before anybody types.
      for (const words of [
        ["get", ""],
        ["remove-user", "alias/app", ""],
      ] as const)
        await expect
          .poll(async () => (await kmspol(place, sandbox, ["complete", "--", ...words])).stdout, {
            timeout: 250_000,
          })
          .not.toBe("");
      // A user, as the only role is completed below, whether this change is known by then or not.
      const changed = await kmspol(place, sandbox, ["add-user", "alias/app", "user/bob", "--yes", "--json"]);
      const { change } = JSON.parse(changed.stdout) as { change: string };
      await expect
        .poll(async () => (await kmspol(place, sandbox, ["complete", "--", "get", "alias/app@"])).stdout, {
          timeout: 250_000,
        })
        .toMatch(`alias/app@${change}\t`);
      const states = ["kmspol get alias/app@", `kmspol get alias/app@${change} `] as const;
      const all = [...typed, states];
      // The first one is asked for by the shell's own run in the short form, too.
      const asked = all.slice(1).map(([words]) => ["complete", "--", ...words.split(" ").slice(1)]);
      await answering(place, sandbox, asked);
      const run = inShell(place, sandbox, [shell.name, ...shell.args], place.root);
      run.type("source ./script; echo it is load''ed\r");
      await run.see("it is loaded");
      for (const [words, completed] of all) {
        run.type(`${words}\t`);
        await run.see(completed);
        run.type("\u0015");
      }
    },
  );
}
