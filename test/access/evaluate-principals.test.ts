import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/access/evaluate.ts";
import type { Decision } from "../../src/access/types.ts";
import {
  delegation,
  facts,
  foreignRoot,
  owner,
  policyOf,
  role,
  root,
  session,
  stranger,
  user,
} from "./evaluate-fixtures.ts";
import type { StatementParts } from "./evaluate-fixtures.ts";
import { engineAnswer } from "./engine-answer.ts";
import { levelOf } from "./inside-access.ts";
import { from } from "./sources.ts";

const decide = (statements: readonly StatementParts[], principal: string, action = "kms:Decrypt") =>
  evaluate(policyOf(statements), { principal, action, context: {} }, facts);

type Row = readonly [string, readonly StatementParts[], string, Decision];

const run = (rows: readonly Row[]) =>
  test.each(rows)("%s", (_, statements, principal, decision) => {
    const answer = decide(statements, principal);
    expect(answer.decision).toBe(decision);
    expect(answer.undecided).toBeUndefined();
    const request = { principal, action: "kms:Decrypt", context: {} };
    expect(engineAnswer(policyOf(statements), request, facts)).toEqual({
      level: levelOf(decision),
      undecided: [],
    });
  });

const named = (principal: string) => ({ Principal: { AWS: principal } });
const deny = { Effect: "Deny" };
const roleInPath = `arn:aws:iam::${owner}:role/team/App`;
const bob = `arn:aws:sts::${owner}:federated-user/Bob`;
const otherSession = `arn:aws:sts::${owner}:assumed-role/App/other`;

describe("principal kinds (IAM User Guide, Principal)", () => {
  run([
    ["a user by its ARN", [named(user("Alice"))], user("Alice"), "allowed"],
    ["a user of another name", [named(user("Alice"))], user("alice"), "not-allowed"],
    ["a user is no role", [named(user("App"))], role("App"), "not-allowed"],
    ["a role by its ARN", [named(role("App"))], role("App"), "allowed"],
    ["a role covers its sessions", [named(role("App"))], session("App"), "allowed"],
    ["a session's ARN lacks the path", [named(roleInPath)], session("App"), "allowed"],
    ["a role's ARN has the path", [named(roleInPath)], role("App"), "not-allowed"],
    ["a session of another account", [named(role("App"))], session("App", stranger), "not-allowed"],
    ["one session alone", [named(session("App"))], session("App"), "allowed"],
    ["not the next session", [named(session("App"))], otherSession, "not-allowed"],
    ["not the role as a whole", [named(session("App"))], role("App"), "not-allowed"],
    ["a federated user", [named(bob)], bob, "allowed"],
    ["everyone, in the own account", [named("*")], user("Alice"), "allowed"],
    ["everyone as a bare star", [{ Principal: "*" }], role("App"), "allowed"],
    ["everyone, from another account", [named("*")], user("Eve", stranger), "needs-iam"],
    ["everyone, the root user", [named("*")], `root-user:${owner}`, "allowed"],
    ["everyone is no service", [named("*")], "service:sns.amazonaws.com", "not-allowed"],
    [
      "a Deny for everyone hits services, which Allows for everyone do not reach (aws:PrincipalIsAWSService)",
      [{ Principal: { Service: "sns.amazonaws.com" } }, { ...deny, ...named("*") }],
      "service:sns.amazonaws.com",
      "denied",
    ],
    [
      "… but for those that it spares",
      [
        { Principal: { Service: "sns.amazonaws.com" } },
        { ...deny, ...named("*"), Condition: { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } } },
      ],
      "service:sns.amazonaws.com",
      "allowed",
    ],
    ["everyone is nobody who was deleted", [named("*")], "AIDACKCEVSQ6C2EXAMPLE", "not-allowed"],
    ["a service", [{ Principal: { Service: "sns.amazonaws.com" } }], "service:sns.amazonaws.com", "allowed"],
    [
      "a service without prefix",
      [{ Principal: { Service: ["a.amazonaws.com"] } }],
      "a.amazonaws.com",
      "allowed",
    ],
    [
      "another service",
      [{ Principal: { Service: "sns.amazonaws.com" } }],
      "service:sqs.amazonaws.com",
      "not-allowed",
    ],
    [
      "Service * is no principal",
      [{ Principal: { Service: "*" } }],
      "service:sns.amazonaws.com",
      "not-allowed",
    ],
    ["a dead id matches nobody", [named("AIDACKCEVSQ6C2EXAMPLE")], user("Alice"), "not-allowed"],
    ["a dead id is itself", [named("AIDACKCEVSQ6C2EXAMPLE")], "AIDACKCEVSQ6C2EXAMPLE", "allowed"],
    ["a wildcard in an ARN matches nobody", [named(role("*"))], role("App"), "not-allowed"],
    ["a group matches nobody", [named(`arn:aws:iam::${owner}:group/Dev`)], user("Alice"), "not-allowed"],
    ["a wrong key of Principal", [{ Principal: { aws: role("App") } }], role("App"), "not-allowed"],
    ["another partition", [named(`arn:aws-cn:iam::${owner}:root`)], user("Alice"), "not-allowed"],
    [
      "partitions share nothing",
      [named(`arn:aws-cn:iam::${owner}:user/A`)],
      `arn:aws-cn:iam::${owner}:user/A`,
      "not-allowed",
    ],
    [
      "a role's ARN under Federated is not the role",
      [{ Principal: { Federated: role("App") } }, { Action: "kms:Encrypt" }],
      role("App"),
      "not-allowed",
    ],
    [
      "a role's ARN under a wrong key is not the role",
      [{ Principal: { aws: role("App") } }, { Action: "kms:Encrypt" }],
      role("App"),
      "not-allowed",
    ],
    [
      "a dead role's id covers its sessions' ids",
      [named("AROADBQP57FF2AEXAMPLE")],
      "AROADBQP57FF2AEXAMPLE:one",
      "allowed",
    ],
    [
      "a session's id is that of one session alone",
      [named("AROADBQP57FF2AEXAMPLE:one")],
      "AROADBQP57FF2AEXAMPLE:two",
      "not-allowed",
    ],
    [
      "… whatever looks like a session of it",
      [named("AROADBQP57FF2AEXAMPLE:one")],
      "AROADBQP57FF2AEXAMPLE:one:more",
      "not-allowed",
    ],
    [
      "a session beside a role of that name in another partition",
      [named(session("App")), { ...named(`arn:aws-cn:iam::${owner}:role/App`), Action: "kms:Encrypt" }],
      session("App"),
      "allowed",
    ],
    [
      "… which is not its role",
      [named(`arn:aws-cn:iam::${owner}:role/App`), { ...named(session("App")), Action: "kms:Encrypt" }],
      session("App"),
      "not-allowed",
    ],
    [
      "a user whose name is that of a role",
      [named(role("App")), { ...deny, ...named(user("App")) }],
      session("App"),
      "allowed",
    ],
    [
      "a user whose name is an account's id",
      [named(user(stranger)), { ...deny, ...named(foreignRoot) }],
      user(stranger),
      "allowed",
    ],
    ["several entries are an or", [{ Principal: { AWS: [user("A"), user("B")] } }], user("B"), "allowed"],
  ]);
});

describe("the account principal (KMS Developer Guide, 'Default key policy')", () => {
  run([
    ["hands over to IAM", [delegation], user("Alice"), "needs-iam"],
    ["written as an account id", [{ ...delegation, ...named(owner) }], user("Alice"), "needs-iam"],
    ["is enough for the root user", [delegation], `root-user:${owner}`, "allowed"],
    ["without it the root user has nothing", [named(role("App"))], `root-user:${owner}`, "not-allowed"],
    ["a name beside it is enough", [delegation, named(role("App"))], role("App"), "allowed"],
    ["Deny on it hits a user", [named(user("A")), { ...deny, ...named(root) }], user("A"), "denied"],
    [
      "Deny on it hits a session",
      [named(role("App")), { ...deny, ...named(root) }],
      session("App"),
      "denied",
    ],
    [
      "Deny on it hits the root user",
      [delegation, { ...deny, ...named(root) }],
      `root-user:${owner}`,
      "denied",
    ],
    [
      "Deny on another account does not",
      [delegation, { ...deny, ...named(foreignRoot) }],
      user("A"),
      "needs-iam",
    ],
    ["a service belongs to no account", [delegation], "service:sns.amazonaws.com", "not-allowed"],
  ]);
});

describe("another account (KMS Developer Guide, 'Allowing users in other accounts to use a KMS key')", () => {
  const abroad = user("Eve", stranger);
  run([
    ["its account is named", [named(foreignRoot)], abroad, "needs-iam"],
    ["it is named itself", [named(abroad)], abroad, "needs-iam"],
    ["its root user", [named(foreignRoot)], `root-user:${stranger}`, "needs-iam"],
    ["not named", [delegation], abroad, "not-allowed"],
  ]);
  test.each([
    ["kms:Decrypt", "needs-iam"],
    ["kms:CreateGrant", "needs-iam"],
    ["kms:GetKeyRotationStatus", "needs-iam"],
    ["kms:PutKeyPolicy", "not-allowed"],
    ["kms:GetKeyPolicy", "not-allowed"],
    ["kms:TagResource", "not-allowed"],
  ])("kms:* for it gives %s: %s", (action, decision) => {
    expect(decide([{ ...named(foreignRoot), Action: "kms:*" }], abroad, action).decision).toBe(decision);
  });
});

describe(`a whole account as PRINCIPAL means some identity of it (${from.choice})`, () => {
  const some = (...statements: StatementParts[]) => decide(statements, root);
  test("at best needs-iam", () => {
    expect(some(delegation).decision).toBe("needs-iam");
    expect(some(named("*")).decision).toBe("needs-iam");
    expect(decide([delegation], owner).decision).toBe("needs-iam");
    expect(some(named(role("App"))).decision).toBe("not-allowed");
  });
  test("what depends on the identity is said", () => {
    const Condition = { ArnLike: { "aws:PrincipalArn": role("App") } };
    const answer = some({ ...delegation, Condition });
    expect(answer.decision).toBe("needs-iam");
    expect(answer.undecided).toContain("aws:PrincipalArn");
    const barred = some(delegation, { ...deny, ...named("*"), Condition });
    expect(barred.decision).toBe("needs-iam");
    expect(some(delegation, { ...deny, ...named("*") }).decision).toBe("denied");
  });
});

describe("NotPrincipal (IAM User Guide, NotPrincipal)", () => {
  const everyone = named("*");
  const except = (...AWS: string[]) => ({ ...deny, NotPrincipal: { AWS } });
  run([
    ["Deny spares who is listed with the account", [everyone, except(root, user("A"))], user("A"), "allowed"],
    [
      "Deny spares a session whose role and account are listed",
      [everyone, except(root, role("App"))],
      session("App"),
      "allowed",
    ],
    ["Deny hits who is not listed", [everyone, except(role("Admin"))], user("A"), "denied"],
    ["Deny hits other accounts", [everyone, except(root, user("A"))], user("Eve", stranger), "denied"],
    ["the account alone spares the root user", [delegation, except(root)], `root-user:${owner}`, "allowed"],
    ["everyone but everyone is nobody", [{ NotPrincipal: { AWS: "*" } }], user("A"), "not-allowed"],
    ["… and no service", [{ NotPrincipal: { AWS: "*" } }], "service:sns.amazonaws.com", "not-allowed"],
    ["Allow gives to all others", [{ NotPrincipal: { AWS: user("A") } }], user("B"), "allowed"],
    [
      "Allow gives to other accounts",
      [{ NotPrincipal: { AWS: user("A") } }],
      user("B", stranger),
      "needs-iam",
    ],
    ["Allow leaves out who is listed", [{ NotPrincipal: { AWS: user("A") } }], user("A"), "not-allowed"],
    [
      "Allow leaves out sessions of a listed role",
      [{ NotPrincipal: { AWS: role("App") } }],
      session("App"),
      "not-allowed",
    ],
    [
      "Allow gives nothing to a deleted principal",
      [{ NotPrincipal: { AWS: user("A") } }],
      "AIDACKCEVSQ6C2EXAMPLE",
      "not-allowed",
    ],
    ["Allow leaves out a listed account", [{ NotPrincipal: { AWS: root } }], user("A"), "not-allowed"],
  ]);
  test.each([
    ["the name without the account", [role("App")], session("App")],
    ["the account without the name", [root], user("A")],
    ["session and account without the role", [root, session("App")], session("App")],
  ])("Deny with %s may hit: denied, and undecided", (_, list, principal) => {
    const answer = decide([everyone, except(...list)], principal);
    expect(answer.decision).toBe("denied");
    expect(answer.undecided).toContain("NotPrincipal");
  });
  test("a service is exempt by its own name", () => {
    const service = { Principal: { Service: "rds.amazonaws.com" } };
    const sparing = { ...deny, NotPrincipal: { AWS: root, Service: "rds.amazonaws.com" } };
    expect(decide([service, sparing], "service:rds.amazonaws.com").decision).toBe("allowed");
    expect(decide([service, except(root)], "service:rds.amazonaws.com").decision).toBe("denied");
  });
});

describe(`what follows from the caller (${from.principalKeys})`, () => {
  const when = (operator: string, key: string, value: string) => ({
    ...named("*"),
    Condition: { [operator]: { [key]: value } },
  });
  run([
    ["aws:PrincipalArn of a user", [when("ArnEquals", "aws:PrincipalArn", user("A"))], user("A"), "allowed"],
    [
      "aws:PrincipalArn of a session is its role",
      [when("ArnEquals", "aws:PrincipalArn", role("App"))],
      session("App"),
      "allowed",
    ],
    [
      "with the path that the policy names",
      [when("ArnEquals", "aws:PrincipalArn", roleInPath)],
      session("App"),
      "allowed",
    ],
    [
      "never the session's ARN",
      [when("ArnLike", "aws:PrincipalArn", session("App"))],
      session("App"),
      "not-allowed",
    ],
    [
      "aws:PrincipalArn of the root user",
      [when("ArnEquals", "aws:PrincipalArn", root)],
      `root-user:${owner}`,
      "allowed",
    ],
    [
      "aws:PrincipalAccount",
      [when("StringEquals", "aws:PrincipalAccount", stranger)],
      user("Eve", stranger),
      "needs-iam",
    ],
    [
      "kms:CallerAccount",
      [when("StringEquals", "kms:CallerAccount", owner)],
      user("Eve", stranger),
      "not-allowed",
    ],
    [
      "kms:CallerAccount of the owner names its identities",
      [when("StringEquals", "kms:CallerAccount", owner)],
      user("A"),
      "allowed",
    ],
    [
      "aws:PrincipalType",
      [when("StringEquals", "aws:PrincipalType", "AssumedRole")],
      session("App"),
      "allowed",
    ],
    [
      "only really the root user",
      [{ ...delegation, Condition: { StringEquals: { "aws:PrincipalType": "Account" } } }],
      user("A"),
      "not-allowed",
    ],
    ["aws:username of a user", [when("StringEquals", "aws:username", "A")], user("A"), "allowed"],
    [
      "aws:username has no path: somebody else may have the name",
      [when("StringEquals", "aws:username", "A"), { ...deny, ...named(user("A")) }],
      user("team/A"),
      "allowed",
    ],
    [
      "… and a pattern is for the name alone",
      [when("StringLike", "aws:username", "A*"), { ...deny, ...named(user("A")) }],
      user("A/b"),
      "not-allowed",
    ],
    [
      "aws:username of a role is absent",
      [when("StringEquals", "aws:username", "App")],
      role("App"),
      "not-allowed",
    ],
    ["aws:PrincipalIsAWSService", [when("Bool", "aws:PrincipalIsAWSService", "false")], user("A"), "allowed"],
  ]);

  test("the path of a role that only a pattern speaks of is not known, unless it is given", () => {
    const policy = policyOf([when("ArnLike", "aws:PrincipalArn", `arn:aws:iam::*:role/team/*`)]);
    const ask = (context: Record<string, string>) =>
      evaluate(policy, { principal: session("App"), action: "kms:Decrypt", context }, facts);
    expect(ask({}).undecided).toContain("path of the role App");
    expect(ask({}).decision).toBe("not-allowed");
    expect(ask({ "aws:PrincipalArn": roleInPath })).toMatchObject({ decision: "allowed" });
    expect(ask({ "aws:PrincipalArn": role("App") }).undecided).toBeUndefined();
  });

  test("a role's ARN under Federated is not the role: it tells no path", () => {
    const team = when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/team/*");
    const ask = (Principal: StatementParts) =>
      evaluate(
        policyOf([team, { Principal, Action: "kms:Encrypt" }]),
        { principal: session("App"), action: "kms:Decrypt", context: {} },
        facts,
      );
    expect(ask({ AWS: roleInPath })).toMatchObject({ decision: "allowed" });
    expect(ask({ Federated: roleInPath }).undecided).toContain("path of the role App");
  });

  test("--context does not change who the caller is", () => {
    const policy = policyOf([when("StringEquals", "kms:CallerAccount", owner)]);
    const context = { "kms:calleraccount": owner };
    const request = { principal: user("Eve", stranger), action: "kms:Decrypt", context };
    expect(evaluate(policy, request, facts).decision).toBe("not-allowed");
  });
});

test("the owner of the key is not known: at home and abroad are both thought of", () => {
  const ask = (action: string) =>
    evaluate(
      policyOf([{ ...named(user("A")), Action: "kms:*" }]),
      { principal: user("A"), action, context: {} },
      {},
    );
  expect(ask("kms:Decrypt").decision).toBe("needs-iam");
  expect(ask("kms:PutKeyPolicy").decision).toBe("not-allowed");
  expect(ask("kms:PutKeyPolicy").undecided).toContain("owns the key");
});

test.each([
  "",
  "nobody",
  "arn:aws:iam::1:user/A",
  `arn:aws:iam::${owner}:group/Dev`,
  "service:any thing",
  "__proto__",
])("%j is no caller: nothing is allowed, and it is said", (principal) => {
  const answer = decide([named("*")], principal);
  expect(answer.decision).toBe("not-allowed");
  expect(answer.undecided).toContain("names nobody");
});
