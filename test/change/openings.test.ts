import { describe, expect, test } from "vitest";
import { runChange } from "../../src/change/run-change.ts";
import { arn, delegation, makes, policy, role, use, world, yes } from "./fakes.ts";

// A finding on a statement that stays as it is hides no new opening: who outside gains what tells, not the code (IAM User Guide,
// "Policy evaluation logic": an explicit Deny wins; KMS Developer Guide, "Allowing users in other accounts to use a KMS key", "Using
// condition keys with grants").

type Json = Record<string, unknown>;
const other = "444455556666";
const org = "o-abcabcabca";
const logs = "logs.eu-west-1.amazonaws.com";
const allow = (principal: Json | string, action: string[], condition?: Json): Json => ({
  ...{ Effect: "Allow", Principal: principal, Action: action, Resource: "*" },
  ...(condition && { Condition: condition }),
});
const deny = (action: string[], condition?: Json, parts: Json = {}): Json => ({
  ...allow({ AWS: "*" }, action, condition),
  ...{ Effect: "Deny", ...parts },
});
const everyone = { AWS: "*" };
const inOrg = { StringNotEquals: { "aws:PrincipalOrgID": org } };
const past = { DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } };
const using = ["kms:Decrypt", "kms:Encrypt", "kms:DescribeKey"];
const full = ["kms:Decrypt", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:Encrypt", "kms:CreateGrant"];
const loose = allow(everyone, using, past);
const guard = deny(["kms:Decrypt", "kms:Encrypt"], inOrg);
const bare = allow(everyone, using);
const partner = allow({ AWS: `arn:aws:iam::${other}:root` }, full);
const app = allow({ AWS: role("App") }, ["kms:CreateGrant"]);
const twoApps = allow({ AWS: [role("App"), role("Two")] }, ["kms:CreateGrant"]);
const service = allow({ Service: logs }, ["kms:Decrypt", "kms:DescribeKey"]);
const notTwo = { ArnEquals: { "aws:PrincipalArn": role("Two") } };

/** Codes of the security findings that the change brings, or why it is refused. */
const outcome = async (from: readonly Json[], to: readonly Json[], accept: readonly string[] = []) => {
  const { kms, services, subject } = world(policy(...from));
  const change = runChange(subject, makes(policy(...to)), { ...yes, accept }, services);
  const code = await change.then(
    () => "written",
    (error: unknown) => (error as { code: string }).code,
  );
  expect(kms.puts).toHaveLength(code === "written" ? 1 : 0);
  return code;
};

describe("a change that opens what an old finding was about", () => {
  test.each<[what: string, from: readonly Json[], to: readonly Json[], code: string]>([
    ["the Deny that kept strangers out goes", [loose, guard], [loose], "ineffective-restriction"],
    ["it covers less", [loose, guard], [loose, deny(["kms:Encrypt"], inOrg)], "ineffective-restriction"],
    [
      "it spares strangers without the key",
      [loose, guard],
      [loose, deny(["kms:Decrypt", "kms:Encrypt"], { StringNotEqualsIfExists: Object.values(inOrg)[0] })],
      "written",
    ],
    [
      "it reaches callers with the key alone",
      [loose, guard],
      [
        loose,
        deny(["kms:Decrypt", "kms:Encrypt"], {
          "ForAnyValue:StringNotLike": { "aws:PrincipalOrgPaths": [`${org}/*`] },
        }),
      ],
      "ineffective-restriction",
    ],
    [
      "it is about another key",
      [loose, guard],
      [loose, { ...guard, Resource: arn.replace("1234abcd", "9999abcd") }],
      "ineffective-restriction",
    ],
    [
      "it ends at a date that is past",
      [loose, guard],
      [
        loose,
        deny(["kms:Decrypt", "kms:Encrypt"], {
          ...inOrg,
          DateLessThan: { "aws:CurrentTime": "2021-01-01T00:00:00Z" },
        }),
      ],
      "ineffective-restriction",
    ],
    [
      "it is for the own account alone",
      [loose, guard],
      [loose, { ...guard, Principal: { AWS: "arn:aws:iam::111122223333:root" } }],
      "ineffective-restriction",
    ],
    ["everyone without a condition", [bare, guard], [bare], "public-access"],
    [
      "the same, everyone but one",
      [{ ...bare, Principal: undefined, NotPrincipal: { AWS: role("App") } }, guard],
      [{ ...bare, Principal: undefined, NotPrincipal: { AWS: role("App") } }],
      "allow-not-principal",
    ],
    [
      "another account",
      [partner, deny(["kms:Decrypt"], { StringEquals: { "kms:CallerAccount": other } })],
      [partner],
      "external-account-full",
    ],
    [
      "grants of a second role",
      [twoApps, deny(["kms:CreateGrant"], notTwo)],
      [twoApps],
      "grant-unrestricted",
    ],
    [
      "a service",
      [service, deny(["kms:Decrypt"], { StringNotEquals: { "aws:SourceAccount": "111122223333" } })],
      [service],
      "service-principal-unscoped",
    ],
  ])("%s", async (_, from, to, code) => {
    expect(await outcome(from, to)).toBe(code);
    // Accepted by its code; what else is wrong, as with a Resource that is not this key, still keeps it from being written.
    if (code !== "written") expect(await outcome(from, to, [code])).not.toBe(code);
  });
});

describe("an old finding stays old", () => {
  test.each<[what: string, from: readonly Json[], to: readonly Json[]]>([
    ["nobody gains", [loose, guard], [guard, loose]],
    ["a role of the account gains", [loose, guard], [loose, guard, use("Use", "New") as Json]],
    [
      "the chosen organization gains",
      [loose, guard],
      [loose, guard, allow(everyone, ["kms:ReEncryptFrom"], { StringEquals: { "aws:PrincipalOrgID": org } })],
    ],
    ["strangers lose", [loose], [loose, guard]],
    ["another account gains what is not much", [loose, guard], [loose, guard, limited()]],
    ["a role gains grants that are limited", [app], [app, limitedGrants()]],
    ["a Deny of what strangers never had goes", [loose, guard, deny(["kms:Sign"])], [loose, guard]],
  ])("%s", async (_, from, to) => {
    expect(await outcome(from, to)).toBe("written");
  });
});

function limited(): Json {
  return allow({ AWS: `arn:aws:iam::${other}:root` }, ["kms:DescribeKey"]);
}

function limitedGrants(): Json {
  return allow({ AWS: role("Bar") }, ["kms:CreateGrant"], { Bool: { "kms:GrantIsForAWSResource": "true" } });
}

test("a new finding that speaks of the gain is enough: the old one stays old", async () => {
  const { services, subject } = world(policy(loose, guard));
  const fresh = allow(everyone, ["kms:GenerateDataKey"]);
  const accepted = { ...yes, accept: ["public-access"] };
  const { findings } = await runChange(subject, makes(policy(loose, guard, fresh)), accepted, services);
  const introduced = findings.filter(
    ({ severity, introduced }) => severity === "security" && introduced === true,
  );
  expect(introduced.map(({ code }) => code)).toEqual(["public-access"]);
});

test("the delegation to the account is no opening", async () => {
  const { services, subject } = world(policy(loose));
  const { outcome: end } = await runChange(
    subject,
    makes(policy(loose, { ...delegation, Sid: "Again" })),
    yes,
    services,
  );
  expect(end).toBe("changed");
});
