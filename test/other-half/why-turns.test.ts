import { describe, expect, test } from "vitest";
import { decideWhy } from "../../src/other-half/why-decide.ts";
import { readDenial } from "../../src/other-half/why-denial.ts";
import { why } from "../../src/other-half/why.ts";
import { expandGroup } from "../../src/other-half/group.ts";
import { furtherRegions } from "../../src/other-half/replicas.ts";
import { stateWords } from "../../src/other-half/why-decide.ts";
import type { KmspolError } from "../../src/errors.ts";
import { inWords } from "../../src/shell/typed-command.ts";
import { adminLists, admins, delegation, users } from "../default-view/console-policies.ts";
import { arn, keys, own, policy, type Short } from "../default-view/support.ts";
import { commandsOf } from "./commands-of.ts";

// What turns an answer round, or the command that goes with it: one case on each side.

const { facts, key } = { facts: keys.symmetric, key: keys.symmetric.arn };
const internal = `arn:aws:sts::${own}:assumed-role/aws:ec2-infrastructure/i-0123456789abcdef0`;
const denial = (who: string, action: string, because = "") =>
  `User: ${who} is not authorized to perform: ${action} on resource: ${key}${because}`;
const none = (action: string, layer: string) => ` because no ${layer} policy allows the ${action} action`;

const decided = (before: readonly Short[], message: string) =>
  decideWhy(why(message), readDenial(message)!, { document: policy(...before), facts });

test("who cannot be named is never proposed to be, whether the message tells a reason or not", () => {
  const unsaid = why(denial(internal, "kms:Decrypt"));
  expect(unsaid.commands.map(({ verb }) => verb)).toEqual(["can"]);
  const person = why(denial(arn("user/Ann"), "kms:Decrypt"));
  expect(person.commands.map(({ verb }) => verb)).toEqual(["can", "add-user"]);
});

describe("commands that mend, whole", () => {
  test.each<
    [what: string, before: readonly Short[], who: string, action: string, commands: readonly string[]]
  >([
    [
      "an administrator who may not delete",
      [admins("role/Ops", adminLists["A4-D"])],
      arn("role/Ops"),
      "kms:ScheduleKeyDeletion",
      [`kmspol allow-deletion ${key}`],
    ],
    [
      "an older list",
      [delegation, admins("role/Ops", adminLists.A3)],
      arn("role/Ops"),
      "kms:RotateKeyOnDemand",
      [`kmspol upgrade ${key}`],
    ],
    [
      "nobody who may delete, where the others may not either",
      [delegation, admins("role/Ops", adminLists["A4-D"])],
      arn("user/Ann"),
      "kms:ScheduleKeyDeletion",
      [`kmspol add-admin ${key} ${arn("user/Ann")}`, `kmspol allow-deletion ${key}`],
    ],
    [
      "a user",
      [users("role/Old")],
      arn("user/Ann"),
      "kms:Decrypt",
      [`kmspol add-user ${key} ${arn("user/Ann")}`],
    ],
  ])("%s", (_, before, who, action, commands) => {
    expect(commandsOf(decided(before, denial(who, action, none(action, "identity-based"))))).toEqual(
      commands,
    );
  });

  test("that the key policy may name the caller is said where one of them does so, and nowhere else", () => {
    const said = (before: readonly Short[], who: string, action: string) =>
      decided(before, denial(who, action, none(action, "identity-based"))).explanation;
    const denied = [delegation, admins("role/Ops", adminLists["A4-D"])];
    expect(said(denied, arn("user/Ann"), "kms:ScheduleKeyDeletion")).toMatch(/Naming the caller/);
    const older = [delegation, admins("role/Ops", adminLists.A3)];
    expect(said(older, arn("role/Ops"), "kms:RotateKeyOnDemand")).not.toMatch(/Naming the caller/);
  });
});

test("a whole denial within the words of another service is read as the denial", () => {
  const words = "Lambda was unable to decrypt the environment variables because KMS access was denied.";
  const told = `${words} ${denial(arn("user/Ann"), "kms:Decrypt", none("kms:Decrypt", "identity-based"))}`;
  expect([why(words).half, why(told).half]).toEqual(["other", "iam"]);
});

test("a key that is not enabled is told, one that is or of which nothing is known is not", () => {
  const words = (state: "Enabled" | "Disabled" | undefined) =>
    stateWords({ ...facts, ...(state && { state }) });
  expect([words(undefined), words("Enabled")]).toEqual(["", ""]);
  expect(words("Disabled")).toMatch(/state is Disabled/);
});

test("an empty group is refused with the way that needs no members", () => {
  const refused = (): KmspolError | undefined => {
    try {
      expandGroup(policy(delegation), { group: "Dev", users: [] }, facts);
      return undefined;
    } catch (error) {
      return error as KmspolError;
    }
  };
  const advice = refused()?.advice ?? expect.fail("it is not refused");
  expect(inWords({ operand: "alias/app", flags: [] }, advice)).toBe(
    "kmspol add-group alias/app Dev --via-iam gives access to whoever joins it",
  );
});

test.each([
  ["eu-west-1", true],
  ["us-gov-west-1", true],
  ["eu-west-1a", false],
  ["xeu-west-1", false],
  ["eu-west", false],
])("of a key whose replicas are not known %s is a Region: %s", (region, isRegion) => {
  const unknown = { account: own, region: "us-east-1", partition: "aws" };
  if (isRegion) expect(furtherRegions(unknown, [region])).toEqual([region]);
  else expect(() => furtherRegions(unknown, [region])).toThrow(`no related key in ${region}`);
});
