import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execaSync } from "execa";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { answering, real } from "./answering.ts";
import { inShell } from "./pty.ts";

// What a policy or a folder of somebody else holds is completed as a word, or not at all: no shell runs it on Enter.

const shells = [
  { name: "bash", args: ["--norc", "--noprofile", "-i"], first: "PS1='$ '" },
  { name: "zsh", args: ["-f", "-i"], first: "autoload -Uz compinit; compinit -u; PS1='$ '" },
  { name: "fish", args: ["--no-config", "-i"], first: "function fish_prompt; echo '$ '; end" },
] as const;

/** Each is the only one that begins with its first letter. */
const files = [
  "a$(touch pwned).json",
  "b`touch pwned`.json",
  "c d.json",
  "e'f.json",
  'g"h.json',
  "i*?[j].json",
  "k;touch pwned.json",
  "l&touch pwned.json",
  "m|touch pwned.json",
  "n{o,p}.json",
  "q#r.json",
  "t\\u.json",
  "v>pwned.json",
  "w~$HOME.json",
  "-x.json",
];

const arn = (name: string) => `arn:aws:iam::111122223333:${name}`;
const principals = [
  "role/$(touch pwned)",
  "role/`touch pwned`",
  "role/a;touch pwned",
  "role/a|touch pwned",
  "role/a&touch pwned",
  "role/a b",
  "role/a'b",
  'role/a"b',
  "role/a\nb",
  "role/*",
  "role/{a,b}",
  "role/~",
  "role/$HOME",
  "role/a>pwned",
  "role/<(touch pwned)",
  "role/\u001b[2J",
  "role/App",
].map(arn);

/** Key users, whoever they are. */
const policyOf = (names: readonly string[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: arn("root") }, Action: "kms:*", Resource: "*" },
      {
        ...{ Effect: "Allow", Principal: { AWS: names }, Resource: "*" },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      },
    ],
  });

/** A kmspol that completes, and else says what words it was given, as JSON with _ for spaces. */
const recorder = `if [ "$1" = complete ]; then ${real}; fi
words=
for word; do words="$words,\\"$(printf %s "$word" | sed 's/[\\\\"]/\\\\&/g; s/ /_/g')\\""; done
printf '\\nWORDS[%s]\\n' "\${words#,}"`;

const isThere = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined)) !== undefined;

for (const shell of shells) {
  const isInstalled = execaSync(shell.name, ["-c", "true"], { reject: false }).exitCode === 0;
  const note = isInstalled ? "" : " (it is not installed here)";
  test.runIf(isInstalled)(`${shell.name} gets hostile names as words, or not at all${note}`, async () => {
    const place = await newPlace();
    const { stdout } = await kmspol(place, undefined, ["completion", shell.name]);
    await writeFile(join(place.work, "script"), `${shell.first}\n${stdout}\n`);
    for (const name of files) await writeFile(join(place.work, name), "{}");
    await writeFile(join(place.work, "policy.json"), policyOf(principals));
    const asked = ["remove-user", "policy.json", ""];
    await kmspol(place, undefined, ["complete", "--refresh", "--", ...asked]);
    const offer = await kmspol(place, undefined, ["complete", "--", ...asked]);
    expect(offer.stdout).toBe(`${arn("role/App")}\t\n`);
    const checked = files.map((name) => ["complete", "--", "check", `./${name.slice(0, 1)}`]);
    await answering(place, undefined, checked, recorder);
    const run = inShell(place, undefined, [shell.name, ...shell.args], place.root);
    const given = (...args: readonly string[]) =>
      run.see(`WORDS${JSON.stringify(args).replaceAll(" ", "_")}`);
    run.type("source ./script; echo it is load''ed\r");
    await run.see("it is loaded");
    for (const name of files) {
      run.type(`kmspol check ./${name.slice(0, 1)}\t\r`);
      await given("check", `./${name}`);
    }
    run.type("kmspol remove-user policy.json a\t\r");
    await given("remove-user", "policy.json", arn("role/App"));
    for (const folder of [place.work, place.root, place.home])
      expect(await isThere(join(folder, "pwned"))).toBe(false);
  });
}

test.each(["--yes", "-y", "--bypass-policy-lockout-safety-check"])(
  "a principal that reads as the flag %s is not offered",
  async (flag) => {
    const [place, sandbox] = [await newPlace(), await sandboxForTest()];
    sandbox.setPolicy("alias/app", policyOf([arn(flag), arn("role/App")]));
    const asked = ["remove-user", "alias/app", ""];
    await kmspol(place, sandbox, ["complete", "--refresh", "--", ...asked]);
    const { stdout } = await kmspol(place, sandbox, ["complete", "--", ...asked]);
    expect(stdout).toBe("role/App\t\n");
  },
);
