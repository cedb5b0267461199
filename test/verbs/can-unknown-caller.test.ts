import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// A policy can be asked about anybody; whether there is such a user or role, IAM tells.

const place = async (as?: string) => {
  const sandbox = await sandboxForTest();
  const state = await mkdtemp(join(tmpdir(), "kmspol-caller-"));
  const can = async (who: string, ...more: readonly string[]) => {
    const line = ["can", "alias/app", who, "kms:Decrypt", ...more];
    const { exit, stdout, stderr } = await within({ state, sandbox, ...(as !== undefined && { as }) }, line);
    return { exit, stdout, said: stderr.replaceAll("\n  ", " ") };
  };
  return { sandbox, can };
};

test.each([
  ["role/Ap", 1, "note: IAM knows no role/Ap; did you mean role/App?\n"],
  ["user/nobody", 1, "note: IAM knows no user/nobody.\n"],
  ["role/bob", 1, "note: IAM knows no role/bob; did you mean user/team/bob?\n"],
  ["arn:aws:iam::111122223333:role/x/App", 1, "note: IAM knows no role/x/App; it has role/App.\n"],
  ["arn:aws:sts::111122223333:assumed-role/Ap/s", 1, "note: IAM knows no role/Ap; did you mean role/App?\n"],
  ["role/App", 0, ""],
  ["arn:aws:sts::111122223333:assumed-role/App/s", 0, ""],
  ["user/bob", 1, ""],
  ["root-user:111122223333", 0, ""],
  ["service:sns.amazonaws.com", 1, ""],
  ["sso/PowerUser", 1, ""],
  ["arn:aws:iam::444455556666:role/Nobody", 1, ""],
])("%s: exit %i, %s", async (who, exit, said) => {
  const { can } = await place();
  expect(await can(who)).toMatchObject({ exit, said });
});

test("with IAM data it is the data that does not know the role; the exit code says what it said", async () => {
  const { can } = await place();
  const { exit, said } = await can("role/Ap", "--iam");
  expect(exit).toBe(1);
  expect(said).toContain("note: The IAM data knows no role/Ap; did you mean role/App?");
});

test("a name without its path is the one that IAM has", async () => {
  const { can } = await place();
  expect((await can("role/Backup")).stdout).toContain("role/service/Backup, kms:Decrypt");
});

test("where IAM may not be asked nothing is said of it, and --quiet prints nothing", async () => {
  const { sandbox, can } = await place();
  sandbox.faults.failNext({ operation: "GetRole", error: "AccessDenied", count: 9 });
  expect(await can("role/Ap")).toMatchObject({ exit: 1, said: "" });
  expect(await (await place()).can("role/Ap", "--quiet")).toEqual({ exit: 1, stdout: "", said: "" });
});
