import { describe, expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { givesNothing } from "../../src/access/gives-nothing.ts";
import {
  app,
  facts,
  lines,
  other,
  own,
  policyOf,
  root,
  short,
  when,
  type Written,
} from "./compare-fixtures.ts";

// What a change is told as: whom a user reads of first, and that it reads the same from either side.

const everyone: Written = { Principal: { AWS: "*" } };
const user = (name: string) => ({ Principal: { AWS: `arn:aws:iam::${own}:user/${name}` } });
const session = { Principal: { AWS: `arn:aws:sts::${own}:assumed-role/App/one` } };
const handed: Written = { Principal: { AWS: root } };
const far = `arn:aws:iam::${other}:role/App`;
const farSession = `arn:aws:sts::${other}:assumed-role/App/one`;
const like = when({ StringLike: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } });
const likeToo = {
  ...when({ StringEquals: { "kms:viaservice": "s3.eu-west-1.amazonaws.com" } }),
  Action: "kms:Encrypt",
};
const denied: Written = { Effect: "Deny" };
const change = (before: readonly Written[], after: readonly Written[]) => {
  const there = compareAccess(policyOf(before), policyOf(after), facts);
  const back = compareAccess(policyOf(after), policyOf(before), facts);
  expect(back).toEqual({
    ...there,
    ...{ gained: there.lost, lost: there.gained },
    ...(there.future && { future: { gained: there.future.lost, lost: there.future.gained } }),
  });
  return lines(there.gained).map(short);
};

describe("who gains", () => {
  test.each<
    readonly [what: string, before: readonly Written[], after: readonly Written[], gained: readonly string[]]
  >([
    [
      "a role whose session is denied: its other sessions",
      [],
      [{}, { ...denied, ...session }],
      ["App (other sessions) key-policy Decrypt"],
    ],
    [
      "a role whose session had it: its other sessions",
      [session],
      [{}],
      ["App (other sessions) key-policy Decrypt"],
    ],
    [
      "a role through IAM, whose session has it by name already",
      [session],
      [session, { ...handed }],
      ["root-user:OWN key-policy Decrypt", "account:OWN iam Decrypt"],
    ],
    [
      "a role elsewhere and a session of it",
      [],
      [{ Principal: { AWS: [far, farSession] } }],
      ["arn:aws:iam::OTHER:role/App iam Decrypt", "arn:aws:sts::OTHER:assumed-role/App/one iam Decrypt"],
    ],
    [
      "a role elsewhere, whose session had it",
      [{ Principal: { AWS: farSession } }],
      [{ Principal: { AWS: [far, farSession] } }],
      ["arn:aws:iam::OTHER:role/App (other sessions) iam Decrypt"],
    ],
    ["somebody who had it through the account", [handed], [handed, {}], ["App key-policy Decrypt"]],
    [
      "the account, of which one is denied",
      [],
      [everyone, { ...denied, ...user("eve") }],
      ["anyone iam Decrypt", "account:OWN (others) key-policy Decrypt", "root-user:OWN key-policy Decrypt"],
    ],
    [
      "more than the account does",
      [],
      [
        {
          ...everyone,
          ...when({
            StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com", "kms:CallerAccount": own },
          }),
        },
        {},
      ],
      [
        "App key-policy Decrypt",
        "account:OWN key-policy Decrypt if StringEquals kms:ViaService s3.eu-west-1.amazonaws.com",
      ],
    ],
    [
      "another account as a whole, and its root user",
      [],
      [{ Principal: { AWS: other } }],
      ["account:OTHER iam Decrypt"],
    ],
    [
      "everyone, where one account had it",
      [{ Principal: { AWS: other } }],
      [everyone],
      ["anyone iam Decrypt", "account:OWN key-policy Decrypt"],
    ],
    [
      "no one, where it is only said in another way",
      [{ Action: ["kms:Decrypt"] }, { Action: "kms:Decrypt" }],
      [{ Action: "KMS:decrypt" }],
      [],
    ],
    [
      "the spelling that comes first in the alphabet",
      [],
      [like, likeToo],
      ["App key-policy Decrypt,Encrypt if StringLike kms:ViaService s3.eu-west-1.amazonaws.com"],
    ],
    [
      "… in whichever order",
      [],
      [likeToo, like],
      ["App key-policy Decrypt,Encrypt if StringLike kms:ViaService s3.eu-west-1.amazonaws.com"],
    ],
    [
      "an IAM way where the root user had it",
      [user("a")],
      [user("a"), handed],
      ["root-user:OWN key-policy Decrypt", "account:OWN iam Decrypt"],
    ],
  ])("%s", (_, before, after, gained) => {
    expect(change(before, after)).toEqual(gained);
  });
});

describe("who gets actions that AWS adds later", () => {
  const future = (before: readonly Written[], after: readonly Written[]) => {
    change(before, after);
    return (compareAccess(policyOf(before), policyOf(after), facts).future?.gained ?? []).map(
      ({ principal, except = [], wildcards }) =>
        short([principal, ...except.map((one) => `but ${one}`), ...wildcards].join(" ")),
    );
  };
  const all = { Action: "kms:*" };
  test.each<
    readonly [what: string, before: readonly Written[], after: readonly Written[], told: readonly string[]]
  >([
    ["a role", [], [{ Action: "kms:Get*" }], ["App kms:Get*"]],
    ["the account with its root user", [], [{ ...handed, ...all }], ["account:OWN kms:*"]],
    [
      "the root user alone",
      [
        { ...handed, ...all },
        { ...denied, ...everyone, ...all, ...when({ StringEquals: { "aws:PrincipalType": "Account" } }) },
      ],
      [{ ...handed, ...all }],
      ["root-user:OWN kms:*"],
    ],
    [
      "a role by name, beside its account",
      [],
      [{ ...handed, ...all }, { Action: "kms:Get*" }],
      ["account:OWN kms:*", "App kms:Get*"],
    ],
    [
      "everyone but an account",
      [],
      [
        { ...everyone, ...all },
        { ...denied, Principal: { AWS: other }, ...all },
      ],
      ["account:OWN kms:*", "anyone but account:OTHER kms:*"],
    ],
    [
      "who gets all but some: without a wildcard",
      [],
      [{ NotAction: "kms:Put*", Action: undefined }],
      ["App"],
    ],
    [
      "nobody, by a Deny that goes beside another",
      [{ Action: "kms:Get*" }, { ...denied, Action: "kms:Put*" }],
      [{ Action: "kms:Get*" }],
      [],
    ],
    [
      "who had them, by a Deny that goes",
      [{ Action: "kms:Get*" }, { ...denied, Action: "kms:GetK*" }],
      [{ Action: "kms:Get*" }],
      ["App kms:Get*"],
    ],
  ])("%s", (_, before, after, told) => {
    expect(future(before, after)).toEqual(told);
  });
});

test("a policy that gives nothing of what is asked", () => {
  const policy = policyOf([{}, { Action: "kms:NewAction" }]);
  expect(givesNothing(policy, facts, ["kms:Encrypt"])).toBe(true);
  expect(givesNothing(policy, facts, ["kms:decrypt"])).toBe(false);
  expect(givesNothing(policy, facts, ["kms:NewAction"])).toBe(false);
  expect(givesNothing(policyOf([{}, { Effect: "Deny" }]), facts, ["kms:Decrypt"])).toBe(true);
  expect(app).toContain(own);
});
