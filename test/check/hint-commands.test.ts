import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { draftsOf } from "../../src/check/check.ts";
import { parsePolicyText } from "../../src/policy/document.ts";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { account, facts, textOf, type Row } from "./fixture.ts";
import { rows } from "./fixture-table.ts";

// A verb that a hint names is run on the very policy, as somebody who follows the hint would: the finding is gone, and no other came.

const namedIn = (hint: string): readonly string[] =>
  [...hint.matchAll(/kmspol ([a-z-]+)/g)].map(([, verb = ""]) => verb);

const draftsIn = (row: Row) =>
  draftsOf(parsePolicyText(textOf(row.bad), "json"), row.facts ?? facts, row.options ?? {});

const naming = rows.flatMap((row, index) =>
  draftsIn(row)
    .filter(({ code }) => code === row.code)
    .flatMap(({ hint = "" }) => namedIn(hint))
    .map((verb) => [`${row.code} (${index}): ${verb}`, row, verb] as const),
);

interface Way {
  readonly by: readonly string[];
  readonly first?: (text: string) => string;
  /** What comes to light, and is not the hint's doing. */
  readonly light?: readonly string[];
}

/** How each verb that a hint names is run, and what has to be done by hand before. `diff` only looks, and mends nothing. */
const ways: Readonly<Record<string, Way>> = {
  // Nobody could manage the key, now somebody can.
  "add-admin": { by: ["add-admin", "FILE", "role/Admin"], light: ["single-manager"] },
  "allow-deletion": { by: ["allow-deletion", "FILE"] },
  "add-group": {
    by: ["add-group", "FILE", "finance", "--expand"],
    // People by name are what --expand is for.
    light: ["iam-user-principal"],
    first: (text) =>
      text.replaceAll(/arn:aws:iam::\d{12}:group\/[\w/]+/g, `arn:aws:iam::${account}:role/App`),
  },
};

test("every verb that a hint names is run here, or only looks", () => {
  const verbs = new Set(naming.map(([, , verb]) => verb));
  expect([...verbs].sort()).toEqual([...Object.keys(ways), "diff"].sort());
});

test.each(naming.filter(([, , verb]) => verb in ways))("%s", async (_, row, verb) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-hint-commands-"));
  const file = join(state, "policy.json");
  const { by = [], first = (text: string) => text, light = [] } = ways[verb] ?? {};
  await writeFile(file, first(textOf(row.bad)));
  const own = ["--account", account];
  const sandbox = await sandboxForTest();
  const codes = async (): Promise<readonly string[]> => {
    const { stdout } = await within({ state, sandbox }, ["check", file, ...own, "--json"]);
    return (JSON.parse(stdout) as { findings: { code: string }[] }).findings.map(({ code }) => code);
  };
  const before = new Set(await codes());
  const args = [...by.map((word) => (word === "FILE" ? file : word)), ...own, "--yes"];
  const run = await within({ state, sandbox }, args);
  expect(run).toMatchObject({ exit: 0 });
  expect(await readFile(file, "utf8")).not.toBe(textOf(row.bad));
  const after = await codes();
  expect(after).not.toContain(row.code);
  expect(after.filter((code) => !before.has(code) && !light.includes(code))).toEqual([]);
});
