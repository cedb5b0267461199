import { execFile, spawnSync } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { environmentOf, newPlace, program } from "../support/binary.ts";

const withPackages = ["-q", "--batch", "-l", "package", "--eval", "(package-initialize)"];
const hasEglot =
  spawnSync("emacs", [...withPackages, "--eval", "(progn (require 'eglot) (require 'yaml-mode))"]).status ===
  0;

const isNew = Number(/^GNU Emacs (\d+)/.exec(String(spawnSync("emacs", ["--version"]).stdout))?.[1]) >= 29;

/** The lines of the page, in the order in which it says they stand; from Emacs 29 on the first are all. */
const setup = async (): Promise<string> => {
  const page = await readFile("docs/editors.md", "utf8");
  const [now = "", before = ""] = [...page.matchAll(/```elisp\n([^]*?)```/g)].map(([, lines = ""]) => lines);
  expect([now, before]).toEqual([expect.stringContaining("kmspol"), expect.stringContaining("js-json-mode")]);
  return isNew ? now : `${before}\n${now}`;
};

const json = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:Decryptt", "Resource": "*" }
  ]
}
`;
const yaml = `Version: "2012-10-17"
Statement:
  - Effect: Allow
    Principal: { AWS: "arn:aws:iam::111122223333:root" }
    Action: kms:Decryptt
    Resource: "*"
`;

test.skipIf(!hasEglot).each([
  ["key-policy.json", json, '"kms:Decryptt"'],
  ["key-policy.yaml", yaml, "kms:Decryptt"],
])(
  "Emacs shows the findings of %s and completes, by the lines of docs/editors.md",
  async (name, text, place) => {
    const home = await newPlace();
    const bin = join(home.root, "bin");
    await mkdir(bin);
    await writeFile(join(bin, "kmspol"), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
    await chmod(join(bin, "kmspol"), 0o755);
    await writeFile(join(home.work, name), text);
    const found = join(home.work, "found.txt");
    const script = join(home.work, "try.el");
    await writeFile(
      script,
      `${await setup()}
(setq eglot-sync-connect 60)
(find-file ${JSON.stringify(name)})
(call-interactively 'eglot)
(let ((turns 0))
  (while (and (< turns 600) (null (flymake-diagnostics)))
    (accept-process-output nil 0.1)
    (setq turns (1+ turns))))
(goto-char (point-min))
(search-forward "kms:Dec")
(let ((marked (mapcar (lambda (one) (buffer-substring (flymake-diagnostic-beg one) (flymake-diagnostic-end one)))
                      (flymake-diagnostics)))
      (words (all-completions "" (nth 2 (eglot-completion-at-point)))))
  (with-temp-file ${JSON.stringify(found)}
    (insert (mapconcat 'substring-no-properties (append marked words) "\\n"))))
`,
    );
    const environment = environmentOf(home);
    await promisify(execFile)("emacs", [...withPackages, "-l", script], {
      cwd: home.work,
      env: { ...environment, PATH: `${bin}:${environment["PATH"] ?? ""}` },
    });
    const told = (await readFile(found, "utf8")).split("\n");
    expect(told).toContain(place);
    expect(told).toContain("kms:Decrypt");
  },
);
