import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// The console shows account ids in three groups: wherever one is typed, both forms are the same.
test.each([
  "grant-account policy.json ID --account 111122223333 --dry-run --json",
  "revoke-account policy.json ID --account 111122223333 --dry-run --json",
  "add-user policy.json ID --account 111122223333 --dry-run --json",
  "add-user policy.json sso/Reader@ID --account 111122223333 --dry-run --json",
  "remove-user policy.json ID --account 111122223333 --dry-run --json",
  "grant-service policy.json sns --source-account ID --account 111122223333 --dry-run --json",
  "grant-service policy.json logs --source-account ID --account 111122223333 --dry-run --json",
  "can alias/global ID kms:Decrypt",
  "what-can ID --alias global",
  "who-can policy.json --account ID",
  "show policy.json --account=ID",
])("%s", async (line) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  await writeFile(join(place.work, "policy.json"), sandbox.policyOf("alias/global"));
  const [bare, dashed] = await Promise.all(
    ["444455556666", "4444-5555-6666"].map((id) =>
      kmspol(
        place,
        sandbox,
        line.split(" ").map((word) => word.replace("ID", id)),
      ),
    ),
  );
  expect(bare?.stderr).not.toMatch(/is no |names no /);
  expect(dashed?.stdout).toBe(bare?.stdout);
  expect(dashed?.exit).toBe(bare?.exit);
});
