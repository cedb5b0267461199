import { describe, expect, test } from "vitest";
import { arn, decided, denies, lets, other, says, type Setting } from "../../support/layers.ts";

// What a grant gives, and to which requests (KMS API Reference, "GrantConstraints"; KMS Developer Guide, "Grants in AWS KMS").

const app = arn("role/App");
const Operations = ["Decrypt", "ReEncryptFrom", "DescribeKey", "CreateGrant"];
const nobody = lets(arn("role/Nobody"));
const granted = (grant: object = {}, rest: Partial<Setting> = {}): Setting => ({
  ...{ key: [nobody], people: [{}], grants: [{ Operations, ...grant }] },
  ...rest,
});
const asked = (
  setting: Setting,
  action: string,
  context: Readonly<Record<string, string>> = {},
  principal = app,
) => decided(setting, { principal, action, context });
const no = "not-allowed by key-policy";
const pair = (key: string, value = "x") => ({ [`kms:EncryptionContext:${key}`]: value });

describe("a constraint on the encryption context", () => {
  const subset = granted({ Constraints: { EncryptionContextSubset: { app: "x" } } });
  const equal = granted({ Constraints: { EncryptionContextEquals: { app: "x" } } });
  test.each<
    readonly [what: string, context: Readonly<Record<string, string>>, bySubset: string, byEqual: string]
  >([
    ["just the pair", pair("app"), "allowed", "allowed"],
    ["another pair as well", { ...pair("app"), ...pair("b") }, "allowed", no],
    ["another value", pair("app", "y"), no, no],
    ["another pair alone", pair("b"), no, no],
    ["none", {}, no, no],
    [
      "the name in another case",
      pair("App"),
      "perhaps: the encryption context has app in another case",
      "perhaps: the encryption context has app in another case",
    ],
  ])("%s", (_, context, bySubset, byEqual) => {
    for (const action of ["kms:Decrypt", "kms:ReEncryptFrom"]) {
      expect(asked(subset, action, context)).toBe(bySubset);
      expect(asked(equal, action, context)).toBe(byEqual);
    }
  });

  test("binds the operations that carry one, and a grant made under it", () => {
    expect(asked(equal, "kms:DescribeKey")).toBe("allowed");
    expect(asked(equal, "kms:CreateGrant", pair("app"))).toBe(
      "perhaps: grant g1 lets only grants as strict be made",
    );
    expect(asked(equal, "kms:Encrypt", pair("app"))).toBe(no);
    expect(asked(granted(), "kms:CreateGrant")).toBe("allowed");
  });
});

const silent = [says({ Action: "s3:*" })];
const undocumented = "perhaps: whether a boundary that is silent caps a grant is not documented";
const alone = "perhaps: whether a grant of the key's account alone is enough is not documented";
const far = arn("role/X", other);
const toFar = (person: object, grant: object = {}) =>
  granted({ GranteePrincipal: far, ...grant }, { people: [{ account: other, name: "X", ...person }] });

const grants: readonly (readonly [what: string, setting: Setting, answer: string, principal?: string])[] = [
  ["needs no policy", granted(), "allowed"],
  ["is for its grantee alone", granted(), no, arn("role/B")],
  ["is for the sessions of a role", granted(), "allowed", "arn:aws:sts::111122223333:assumed-role/App/one"],
  [
    "is taken back by a Deny of the key policy",
    granted({}, { key: [nobody, lets("*", { Effect: "Deny" })] }),
    "denied by key-policy",
  ],
  ["is taken back by a Deny of IAM", granted({}, { people: [{ iam: [denies()] }] }), "denied by iam"],
  [
    "is taken back by a Deny of the organization",
    granted({}, { rcp: { "r-1": [denies()] } }),
    "denied by rcp",
  ],
  ["goes through a boundary that allows it", granted({}, { people: [{ boundary: [says()] }] }), "allowed"],
  ["may be capped by a silent boundary", granted({}, { people: [{ boundary: silent }] }), undocumented],
  ["may be capped by a silent session policy", granted({}, { ceilings: { session: silent } }), undocumented],
  [
    "to an account may be for anybody in it",
    granted({ GranteePrincipal: arn("root") }),
    "perhaps: a grant names the account 111122223333 as a whole",
  ],
  ["to another account needs its trust", toFar({ iam: silent }), alone, far],
  ["which an Allow there shows", toFar({ iam: [says()] }), "allowed", far],
  [
    "or that it made the grant itself",
    toFar({ iam: silent }, { IssuingAccount: arn("root", other) }),
    "allowed",
    far,
  ],
  [
    "to a service",
    granted({ GranteePrincipal: "dynamodb.eu-west-1.amazonaws.com" }),
    "allowed",
    "service:dynamodb.eu-west-1.amazonaws.com",
  ],
  [
    "to another service",
    granted({ GranteePrincipal: "rds.eu-west-1.amazonaws.com" }),
    "not-allowed by key-policy",
    "service:dynamodb.eu-west-1.amazonaws.com",
  ],
];
for (const [what, setting, answer, principal] of grants)
  test(`a grant ${what}`, () => {
    expect(asked(setting, "kms:Decrypt", {}, principal)).toBe(answer);
  });
