import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// What the configuration, or a comment of the new text, accepts with a reason refuses no change, and every review shows it.

const root = {
  ...{ Sid: "Root", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" } },
  ...{ Action: "kms:*", Resource: "*" },
};
const open = (Principal: object = { AWS: "*" }) => ({
  ...{ Sid: "Demo", Effect: "Allow", Principal, Action: "kms:Decrypt", Resource: "*" },
});
const text = (...more: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [root, ...more] }, undefined, 2);
const accepts = (more: object = {}) => ({
  accept: [{ code: "public-access", reason: "INFRA-42, a demo", ...more }],
});

/** Puts a text in the place of a policy of a file or a key, as a script does. */
const put = async (
  config: object,
  after: string,
  {
    file = "policy.json",
    target = file,
    flags = [],
  }: { file?: string; target?: string; flags?: readonly string[] } = {},
) => {
  const place = await newPlace();
  const sandbox = target === file ? undefined : await sandboxForTest();
  await writeFile(join(place.work, ".kmspolrc.json"), JSON.stringify(config));
  await writeFile(join(place.work, file), text());
  await writeFile(join(place.work, "new.jsonc"), after);
  const line = ["put", target, "new.jsonc", "--yes", ...flags];
  const run = await kmspol(place, sandbox, target === file ? [...line, ...own] : line);
  return { ...run, written: await readFile(join(place.work, file), "utf8") };
};
const own = ["--account", "111122223333"];

test.each<readonly [string, object, string, Parameters<typeof put>[2], number]>([
  ["everywhere", accepts(), text(open()), {}, 0],
  ["in this file", accepts({ files: "*.json" }), text(open()), {}, 0],
  ["in this statement", accepts({ sid: "Demo" }), text(open()), {}, 0],
  ["on a key", accepts(), text(open()), { target: "alias/app" }, 0],
  ["in another file", accepts({ files: "other.json" }), text(open()), {}, 3],
  ["in a file, and this is a key", accepts({ files: "*.json" }), text(open()), { target: "alias/app" }, 3],
  ["in another statement", accepts({ sid: "Other" }), text(open()), {}, 3],
  ["nothing of this", { accept: [{ code: "grant-unrestricted", reason: "x" }] }, text(open()), {}, 3],
  ["and nobody goes by it", accepts(), text(open()), { flags: ["--no-config"] }, 3],
  [
    "an error, which stays one",
    { accept: [{ code: "group-principal", reason: "x" }] },
    text(open({ AWS: "arn:aws:iam::111122223333:group/devs" })),
    {},
    3,
  ],
])("accepted %s", async (_, config, after, options, exit) => {
  const run = await put(config, after, options);
  expect(run.exit, run.stderr).toBe(exit);
  if (exit !== 0) return;
  expect(run.stderr).toContain("security public-access");
  expect(run.stderr).toContain("Accepted: public-access (INFRA-42, a demo).");
});

test("a comment of the new text accepts, too", async () => {
  const commented = text(open()).replace(
    '"AWS": "*"',
    "// kmspol-accept public-access: INFRA-43\n        $&",
  );
  const run = await put({}, commented, { file: "policy.jsonc" });
  expect(run.exit, run.stderr).toBe(0);
  expect(run.stderr).toContain("Accepted: public-access (INFRA-43).");
  expect(run.written).toBe(commented);
});

test("for a program the finding is new, and has the reason", async () => {
  const { stdout } = await put(accepts(), text(open()), { flags: ["--json"] });
  const { findings } = JSON.parse(stdout) as { findings: readonly object[] };
  expect(findings).toContainEqual(
    expect.objectContaining({ code: "public-access", introduced: true, reason: "INFRA-42, a demo" }),
  );
});

test("--config names another one, whose misspelt field is met with the nearest", async () => {
  const place = await newPlace();
  await writeFile(join(place.work, "policy.json"), text());
  await writeFile(join(place.work, "new.json"), text(open()));
  const run = async (config: object) => {
    await writeFile(join(place.work, "house.json"), JSON.stringify(config));
    return kmspol(place, undefined, [
      ...["put", "policy.json", "new.json", "--yes", "--config", "house.json", ...own],
    ]);
  };
  const misspelt = await run({ accepted: [] });
  expect([misspelt.exit, misspelt.stderr]).toEqual([2, expect.stringContaining('did you mean "accept"?')]);
  expect((await run(accepts())).exit).toBe(0);
});
