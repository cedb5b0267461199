import { expect, test } from "vitest";
import { arnFault } from "../../src/policy/arn-fault.ts";
import { parsePrincipal } from "../../src/policy/principal.ts";
import { within } from "../support/in-process.ts";
import { newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// An ARN that names nobody: which of its parts is wrong.

const own = "arn:aws:iam::111122223333:";
const session = "arn:aws:sts::111122223333:assumed-role";

const faults: readonly (readonly [arn: string, fault: string])[] = [
  ["arn:aws:iam:111122223333:role/X", "there must be two colons between iam and the account id"],
  ["arn:aws:iam::11112222333:role/X", "its account id 11112222333 has 11 digits instead of 12"],
  ["arn:aws:iam::1:role/X", "its account id 1 has 1 digit instead of 12"],
  ["arn:aws:iam::1111-2222-3333:role/X", "an account id has no dashes: 1111-2222-3333"],
  ["arn:aws:iam:::role/X", "its account id is missing"],
  ["arn:aws:iam::acme:role/X", '"acme" is no account id, which is 12 digits'],
  ["arn:aws:iam:eu-west-1:111122223333:role/X", 'an ARN of iam has no Region, and this one has "eu-west-1"'],
  ["arn:awss:iam::111122223333:role/X", '"awss" is no partition, such as aws'],
  ["arn:aws:kms::111122223333:role/X", 'its service is "kms", and people and roles are of iam'],
  ["ARN:aws:iam::111122223333:role/X", 'it begins with "ARN" instead of "arn"'],
  [`${own}Role/X`, '"Role" is written "role"'],
  [`${own}users/bob`, '"users" is written "user"'],
  [`${own}sauce/X`, 'it names no root, user or role but "sauce"'],
  [own, "what it names is missing: root, user or role"],
  [`${own}role`, "the name behind role/ is missing"],
  [`${own}role/`, "the name behind role/ is missing"],
  [`${own}role/X/`, 'there is a slash too many in "role/X/"'],
  [`${own}role//X`, 'there is a slash too many in "role//X"'],
  [`${own}role:X`, 'there is a colon too many in "role:X"'],
  [`${own}root/`, "nothing may stand behind root"],
  [`${own}role/a b`, "a blank is no letter of a name"],
  [`${own}role/a!`, '"!" is no letter of a name'],
  [`${own}role/${"x".repeat(65)}`, "the name has 65 letters, and 64 at most are allowed"],
  [`${own}assumed-role/X/s`, 'its service is "iam", and sessions are of sts'],
  ["arn:aws:sts::111122223333:role/X", 'its service is "sts", and "role" is of iam'],
  [`${session}/X`, "the session's name behind X/ is missing"],
  [`${session}/X/`, "the session's name behind X/ is missing"],
  [`${session}/p/X/s`, "an ARN of a session has no path"],
];

test.each(faults)("%s: %s", (arn, fault) => {
  expect(arnFault(arn)).toBe(fault);
  expect(parsePrincipal("AWS", arn).kind).toBe("malformed");
});

test.each([`${own}role/p/X`, `${own}root`, `${own}user/X`, `${session}/X/s`, "role/X", "111122223333"])(
  "nothing is wrong with %s",
  (text) => {
    expect(arnFault(text)).toBeUndefined();
  },
);

test("a verb that is given one says so, with the ARN that was meant where that is sure", async () => {
  const [{ state }, sandbox] = [await newPlace(), await sandboxForTest()];
  for (const [arn, hint] of [
    ["arn:aws:iam:111122223333:role/X", `did you mean ${own}role/X?`],
    [`${session}/p/X/s`, "correct that, or write user/NAME"],
    ["arn:aws:iam::11112222333:role/X", "correct that, or write user/NAME"],
  ] as const) {
    const { exit, stderr } = await within({ state, sandbox }, ["add-user", "alias/app", arn, "--dry-run"]);
    expect(exit).toBe(2);
    expect(stderr.replaceAll("\n  ", " ")).toContain(`${arn} names no principal: ${arnFault(arn) ?? "?"}`);
    expect(stderr.replaceAll("\n  ", " ")).toContain(`hint: ${hint}`);
  }
});
