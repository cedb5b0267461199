import { describe, expect, test } from "vitest";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { conditional } from "./asked-roles.ts";
import { matrix } from "./console-matrix.ts";
import { consolePolicy } from "./console-policy.ts";
import { sample } from "../support/long-form.ts";

// Conditions and permission sets on the console's policy of every kind of key: what is added is shown under its words, is added once,
// and goes again byte for byte. What it gives whom is in asked-roles.test.ts.

describe.each(conditional)("$asked", ({ asked, add, remove }) => {
  test.each(sample(matrix, 1, ({ kind }) => [kind]))("$kind key, $list", (row) => {
    // Only requests of symmetric encryption keys carry an encryption context.
    if (asked.includes("--encryption-context") && row.use !== "symmetric") return;
    const before = consolePolicy(row);
    const after = add(before, row.facts);
    expect(after.text).not.toBe(before.text);
    expect(add(after, row.facts)).toBe(after);
    const [was, is] = [before, after].map((document) => readDefaultView(document, row.facts));
    expect(is?.otherStatements).toEqual(was?.otherStatements);
    expect(told(is)).not.toEqual(told(was));
    expect(remove(after, row.facts).text).toBe(before.text);
  });
});

const told = (view: ReturnType<typeof readDefaultView> | undefined) => [
  view?.users,
  view?.admins,
  view?.limited,
];
