import { ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { decideRequest } from "../../src/access/evaluate.ts";
import { addAdmins } from "../../src/default-view/add-admins.ts";
import { allowDeletion } from "../../src/default-view/allow-deletion.ts";
import { denyDeletion } from "../../src/default-view/deny-deletion.ts";
import { guardDeletion } from "../../src/default-view/deletion-guard.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { inWords } from "../../src/shell/typed-command.ts";
import { clientsOf } from "../support/aws-clients.ts";
import { newPlace } from "../support/binary.ts";
import { within } from "../support/in-process.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { matrix } from "./console-matrix.ts";
import { adminLists, admins, delegation, users } from "./console-policies.ts";
import { shapes } from "./shapes.ts";
import { arn, keys, policy, statements, statementsOf, type Short } from "./support.ts";

// `deny-deletion --used-within DAYS`: nobody deletes a key that is in use; allow-deletion takes it back.

const key = "kms:TrailingDaysWithoutKeyUsage";
const guard = (days: number, operator = "NumericLessThan"): Short => ({
  ...{ sid: `Deny deletion of the key within ${days} days of its use`, deny: true, who: "*" },
  ...{ may: "kms:ScheduleKeyDeletion", if: { [operator]: { [key]: String(days) } } },
});

test.each(matrix)("$kind key, $list: guarded, and back", ({ facts, list }) => {
  const before = policy(delegation, admins(["role/Ops"], adminLists[list]));
  const after = guardDeletion(before, 90, facts).document;
  expect(statementsOf(after)).toEqual([...statementsOf(before), ...statements(guard(90))]);
  expect(guardDeletion(after, 90, facts).document).toBe(after);
  const view = readDefaultView(after, facts);
  expect([view.deletionGuardDays, view.otherStatements]).toEqual([90, []]);
  expect(view.adminsMayDelete).toBe(readDefaultView(before, facts).adminsMayDelete);
  if (view.adminsMayDelete) expect(allowDeletion(after, [], facts).document.text).toBe(before.text);
});

test("what asks for another key, or for more, is no guard", () => {
  const days = (condition: Short["if"]) => {
    const document = policy(delegation, { ...guard(90), if: condition ?? {} });
    return readDefaultView(document, keys.symmetric).deletionGuardDays;
  };
  expect(days({ numericlessthan: { "KMS:trailingdayswithoutkeyusage": "90" } })).toBe(90);
  expect(days({ NumericLessThan: { "aws:MultiFactorAuthAge": "90" } })).toBeUndefined();
  expect(days({ NumericLessThan: { [key]: "90", "aws:MultiFactorAuthAge": "90" } })).toBeUndefined();
  expect(days({ NumericGreaterThan: { [key]: "90" } })).toBeUndefined();
  expect(days({ NumericLessThan: { [key]: ["90", "30"] } })).toBeUndefined();
});

test("whom it stops, and when", () => {
  const after = readPolicy(
    guardDeletion(policy(delegation, admins("role/Ops")), 90, keys.symmetric).document,
  );
  const decide = (action: string, days?: string) => {
    const context = days === undefined ? {} : { [key]: days };
    return decideRequest(after, { principal: arn("role/Ops"), action, context }, keys.symmetric).decision;
  };
  expect(decide("kms:ScheduleKeyDeletion", "0")).toBe("denied");
  expect(decide("kms:ScheduleKeyDeletion", "89")).toBe("denied");
  expect(decide("kms:ScheduleKeyDeletion", "90")).toBe("allowed");
  expect(decide("kms:ScheduleKeyDeletion")).toBe("allowed");
  expect(decide("kms:CancelKeyDeletion", "0")).toBe("allowed");
  expect(decide("kms:DisableKey", "0")).toBe("allowed");
});

test("a longer guard takes the place of a shorter one, which changes nothing of a longer one", () => {
  const before = policy(delegation, admins("role/Ops"));
  const month = guardDeletion(before, 30, keys.symmetric).document;
  const quarter = guardDeletion(month, 90, keys.symmetric).document;
  expect(statementsOf(quarter)).toEqual([...statementsOf(before), ...statements(guard(90))]);
  const again = guardDeletion(quarter, 30, keys.symmetric);
  expect(again.document).toBe(quarter);
  const said = again.notes.map((note) => inWords({ operand: "alias/app", flags: [] }, note));
  expect(said.join()).toContain("used within 90 days is denied already; kmspol allow-deletion alias/app");
});

test("hand-written guards are known by what they say", () => {
  const shown = (statement: Short) =>
    readDefaultView(policy(delegation, statement), keys.symmetric).deletionGuardDays;
  expect(shown({ ...guard(30), sid: "Mine" })).toBe(30);
  expect(shown(guard(30, "NumericLessThanEquals"))).toBe(31);
  expect(shown(guard(30, "NumericGreaterThan"))).toBeUndefined();
  expect(shown({ ...guard(30), who: "role/Ops" })).toBeUndefined();
  expect(shown({ ...guard(30), may: "kms:*" })).toBeUndefined();
  for (const days of ["30x", "x30", "3.5", "-30", ""])
    expect(shown({ ...guard(30), if: { NumericLessThan: { [key]: days } } }), days).toBeUndefined();
});

test.each(shapes)("guarded, and back: $name", ({ document, facts }) => {
  const after = guardDeletion(document, 7, facts).document;
  expect(guardDeletion(after, 7, facts).document).toBe(after);
  expect(readDefaultView(after, facts).deletionGuardDays).toBe(7);
  const plain = outcome(() => allowDeletion(document, [], facts).document.text);
  expect(outcome(() => allowDeletion(after, [], facts).document.text)).toBe(plain);
});

const outcome = (run: () => string): string => {
  try {
    return run();
  } catch (error) {
    return String(error).replace(/statement \d+/, "statement");
  }
};

test("administrators under a condition and permission sets lose deletion too, and get it back", () => {
  const until = { operator: "DateLessThan", key: "aws:CurrentTime", values: ["2099-01-31T00:00:00Z"] };
  const before = policy(delegation, admins("role/Ops"));
  const sets = addAdmins(before, ["sso/Ops"], keys.symmetric).document;
  const all = addAdmins(sets, ["role/Contractor"], keys.symmetric, { limits: [until] }).document;
  const denied = denyDeletion(all, [], keys.symmetric).document;
  expect(denied.text).not.toContain("KeyDeletion");
  expect(readDefaultView(denied, keys.symmetric)).toMatchObject({
    ...{ admins: [arn("role/Ops"), "sso/Ops"], adminsMayDelete: false, otherStatements: [] },
    limited: [{ principal: arn("role/Contractor"), may: ["admin"] }],
  });
  expect(denyDeletion(denied, [], keys.symmetric).document).toBe(denied);
  expect(allowDeletion(denied, [], keys.symmetric).document.text).toBe(all.text);
});

test("taking deletion from administrators leaves the guard", () => {
  const guarded = guardDeletion(
    policy(delegation, admins("role/Ops"), users("role/App")),
    90,
    keys.symmetric,
  );
  const denied = denyDeletion(guarded.document, [], keys.symmetric).document;
  expect(readDefaultView(denied, keys.symmetric)).toMatchObject({
    adminsMayDelete: false,
    deletionGuardDays: 90,
  });
});

test("on a key: KMS refuses the deletion of a key in use, and allow-deletion lifts that", async () => {
  const [{ state }, sandbox] = [await newPlace(), await sandboxForTest()];
  const run = (...args: readonly string[]) => within({ state, sandbox }, args);
  const before = sandbox.policyOf("alias/app");
  const KeyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
  const schedule = () => clientsOf(sandbox).kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
  expect((await run("deny-deletion", "alias/app", "--used-within", "3650", "--yes", "--json")).exit).toBe(0);
  expect((await run("show", "alias/app")).stdout.replaceAll(/\s+/g, " ")).toContain(
    "Deletion nobody within 3650 days of its last use",
  );
  await expect(schedule()).rejects.toThrow(/explicit deny/);
  expect((await run("allow-deletion", "alias/app", "--yes")).exit).toBe(0);
  expect(samePolicy(sandbox.policyOf("alias/app"), before)).toBe(true);
  await expect(schedule()).resolves.toMatchObject({ KeyState: "PendingDeletion" });
});

test.each(["0", "-1", "1.5", "ninety", "4000", ""])("--used-within %s is refused", async (days) => {
  const { state } = await newPlace();
  const { exit, stderr } = await within({ state }, [
    "deny-deletion",
    "x.json",
    `--used-within=${days}`,
    "--yes",
  ]);
  expect([exit, stderr]).toEqual([2, expect.stringMatching(/whole number of days|needs a value/)]);
});
