import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kmspol, newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// A refusal ends with what to do: the review above it does not say the same.

const spoilt: readonly (readonly [name: string, from: RegExp, to: string, hint: RegExp])[] = [
  ["one error", /kms:Decrypt"/, 'kms:Decrypd"', /did you mean kms:Decrypt\?/g],
  [
    "the same error twice",
    /iam::(?=111122223333:role\/App)/g,
    "iam:",
    /write arn:aws:iam::111122223333:role\/App/g,
  ],
];

test.each(spoilt)("%s of a file that is put", async (_, from, to, hint) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  await writeFile(
    join(place.work, "bad.json"),
    sandbox.policyOf("alias/app").replaceAll(new RegExp(from, "g"), to),
  );
  const { exit, stderr } = await kmspol(place, sandbox, ["put", "alias/app", "bad.json", "--yes"]);
  expect(exit).toBe(3);
  expect(stderr.match(hint)).toHaveLength(1);
  // Where the eyes are: in the last lines.
  expect(stderr.trimEnd().split("\n").slice(-2)[0]).toMatch(new RegExp(hint.source));
});
