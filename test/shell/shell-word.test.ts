import { execaSync } from "execa";
import fc from "fast-check";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandLine, fileWord, shellWord, withFile } from "../../src/shell/shell-word.ts";
import { escapeLine } from "../../src/render/escape.ts";
import { wrapWords } from "../../src/render/columns.ts";
import { anyText } from "../support/any-text.ts";
import { within } from "../support/in-process.ts";

// What kmspol prints to be pasted means to the shell just what was meant, whatever a file, a role or a key is called.

const names = [
  ...[
    "plain",
    "with space",
    "",
    "it's",
    "''",
    '"double"',
    "back\\slash",
    "two\\\\slashes",
    "end\\",
    "\\",
    "\\'",
  ],
  ...[
    "$(id)",
    "`id`",
    "$HOME",
    "${HOME}",
    "a;id",
    "a&b",
    "a|b",
    "<a>",
    "(a)",
    "{a,b}",
    "[a]",
    "*",
    "?",
    "~",
    "~root",
  ],
  ...[
    "#a",
    "a#b",
    "=ls",
    "%self",
    "a=b",
    "!!",
    "!x",
    "wow!",
    "-x",
    "--yes",
    "-bell\u0007",
    "-\u202ea",
    "\u00fcber",
    "\u9375",
    "\u{1f511}",
  ],
  ...[
    "line\nbreak",
    "ends\n",
    "tab\there",
    "bell\u0007",
    "esc\u001b[31m",
    "bidi\u202etxt",
    "zero\u200bwidth",
    "50% \n",
  ],
] as const;

const argv = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";

/** The arguments that a shell makes of words. Bash tells them by itself, the others by a program. */
const readBy = (shell: string, words: string): readonly string[] => {
  if (shell === "bash")
    return execaSync(shell, ["-c", `printf '%s\\0' ${words}`])
      .stdout.split("\0")
      .slice(0, -1);
  return JSON.parse(execaSync(shell, ["-c", `node -e '${argv}' -- ${words}`]).stdout) as string[];
};

const isThere = (shell: string): boolean =>
  execaSync(shell, ["-c", "true"], { reject: false }).exitCode === 0;

// Fish reads a word that ends in a line end as a fault, and does nothing.
const shells = [
  ["bash", names],
  ["zsh", names],
  ["fish", names.filter((name) => !name.endsWith("\n"))],
] as const;

for (const [shell, words] of shells)
  test.runIf(isThere(shell))(`${shell} reads each name back as it is`, () => {
    expect(readBy(shell, words.map(shellWord).join(" "))).toEqual(words);
  });

test.runIf(isThere("bash"))("bash reads any text back as it is", () => {
  fc.assert(
    fc.property(fc.array(anyText(), { minLength: 5, maxLength: 40 }), (all) => {
      const words = all.map((word) => word.replaceAll("\0", ""));
      expect(readBy("bash", words.map(shellWord).join(" "))).toEqual(words);
    }),
    { numRuns: process.env["KMSPOL_LONG"] ? 500 : 12 },
  );
});

test("a word is printed as it is: no terminal obeys it, and no escape changes it", () => {
  for (const name of names) expect(escapeLine(shellWord(name))).toBe(shellWord(name));
  for (let code = 0; code < 0x110000; code += 1) {
    const letter = String.fromCodePoint(code);
    if (escapeLine(letter) !== letter && (code < 0xd800 || code > 0xdfff)) {
      const word = shellWord(letter);
      if (escapeLine(word) !== word) throw new Error(`U+${code.toString(16)} is printed`);
    }
  }
});

test("a quoted word is wrapped as one", () => {
  const words = ["kmspol", "edit", shellWord("a file with many blanks in its name.json"), "now"];
  const wrapped = wrapWords(`correct it: ${words.join(" ")}`, 30, "  ");
  expect(wrapped).toContain("'a file with many blanks in its name.json'");
  expect(wrapWords("the key's own account and the user's name are prose", 30)).toContain("\n");
});

test.each([
  ["base64 -d FILE > policy.json", "a.txt", "base64 -d a.txt > policy.json"],
  ["base64 -d FILE > policy.json", "my $& file", "base64 -d 'my $& file' > policy.json"],
  ["base64 -d FILE > policy.json", "-d.txt", "base64 -d ./-d.txt > policy.json"],
  ["base64 -d FILE > policy.json", "standard input", "base64 -d - > policy.json"],
  ["python3 -c x < FILE > policy.json", "standard input", "python3 -c x > policy.json"],
])("%s of %s: %s", (hint, file, said) => {
  expect(withFile(hint, file)).toBe(said);
});

const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" },
  ],
});

/** The commands of ours in a text, each as bash reads it. */
const commandsIn = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/kmspol (?:edit|undo|check|show|add-user|put|get) [^\n]*/g)].map(([line]) =>
    readBy("bash", line.replace(/ (?:takes it back|gives it)\b.*$/, "").replaceAll(" > ", " ")),
  );

test
  .runIf(isThere("bash"))
  .each(["my policy.json", "it's.json", "$(touch pwned).json", "-x !y.json", "ü`id`.json"])(
  "each command that is printed about %s names that file",
  async (name) => {
    const state = await mkdtemp(join(tmpdir(), "kmspol-pasted-"));
    const path = join(state, name);
    await writeFile(path, policy);
    const run = async (...args: readonly string[]) => {
      const { stdout, stderr } = await within({ state }, args);
      return `${stdout}\n${stderr}`;
    };
    const flags = ["--account", "111122223333"];
    const texts = [
      await run("add-user", path, "role/App", ...flags, "--yes"),
      await run("show", path, ...flags),
      await run("history", path),
      await run("remove-user", path, "group/x", ...flags, "--yes"),
    ];
    const commands = texts.flatMap(commandsIn);
    expect(commands.length).toBeGreaterThanOrEqual(4);
    for (const words of commands) expect(words, words.join(" ")).toContain(path);
    await writeFile(path, Buffer.from(policy).toString("base64"));
    expect(await run("show", path)).toContain(`base64 -d ${fileWord(path)} > policy.json`);
  },
);

test("a command of why names a key of any letters as one word", () => {
  expect(commandLine("can", "arn:aws:kms:eu-west-1:111122223333:key/$(id) x", "role/App")).toBe(
    "kmspol can 'arn:aws:kms:eu-west-1:111122223333:key/$(id) x' role/App",
  );
});
