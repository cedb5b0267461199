import { describe, expect, test } from "vitest";
import { decideRequest } from "../../src/access/evaluate.ts";
import { evaluateCondition } from "../../src/access/evaluator/condition.ts";
import { requestContext } from "../../src/access/evaluator/request-context.ts";
import { listAccess } from "../../src/access/list-access.ts";
import type { AccessRequest } from "../../src/access/types.ts";
import { opaqueAccount, symbolText, throughAnotherProvider } from "../../src/policy/symbols.ts";
import {
  facts,
  keyArn,
  owner,
  policyOf,
  role,
  root,
  session,
  type StatementParts,
  stranger,
  user,
} from "./evaluate-fixtures.ts";
import { levelByRows } from "./story.ts";

// A template leaves a part open. Whoever certainly is not meant by the rest of the text is told so; of all others it is not known, and
// never taken for a yes or a no.

const part = symbolText("part");
const all = { Principal: { AWS: "*" } };
const Deny = { Effect: "Deny" };
const logs = "service:logs.amazonaws.com";
const elsewhere = opaqueAccount("partner", throughAnotherProvider("read"));
const somewhere = opaqueAccount("somewhere", "it is a parameter");
const via = "kms:ViaService";

const answerOf = (statements: readonly StatementParts[], request: AccessRequest): string => {
  const { decision, undecided } = decideRequest(policyOf(statements), request, facts);
  return undecided === undefined ? decision : "perhaps";
};
const ask = (
  principal: string,
  action = "kms:Decrypt",
  context: AccessRequest["context"] = {},
): AccessRequest => ({
  ...{ principal, action, context },
});

describe("a principal that is filled in", () => {
  const to = (AWS: string): readonly StatementParts[] => [{ Principal: { AWS } }];
  const but = (AWS: string): readonly StatementParts[] => [all, { ...Deny, Principal: { AWS } }];
  const app = role("App");
  test.each<
    readonly [what: string, statements: readonly StatementParts[], principal: string, answer: string]
  >([
    ["anybody may be meant by an Allow", to(part), app, "perhaps"],
    ["… of another account", to(part), role("App", stranger), "perhaps"],
    ["… but no service", to(part), logs, "not-allowed"],
    [
      "by a Deny a service, too",
      [{ Principal: { Service: "logs.amazonaws.com" } }, ...but(part)],
      logs,
      "perhaps",
    ],
    ["by a Deny anybody", but(part), app, "perhaps"],
    ["a role of the account", to(role(part)), app, "perhaps"],
    ["… under a path", to(role(part)), role("x/App"), "perhaps"],
    ["… its session", to(role(part)), session("App"), "perhaps"],
    ["… no user", to(role(part)), user("App"), "not-allowed"],
    ["… no role elsewhere", to(role(part)), role("App", stranger), "not-allowed"],
    ["… not the root user", to(role(part)), `root-user:${owner}`, "not-allowed"],
    ["a beginning of a name", to(role(`app-${part}`)), role("app-one"), "perhaps"],
    ["… its session", to(role(`app-${part}`)), session("app-one"), "perhaps"],
    ["… that is another", to(role(`app-${part}`)), app, "not-allowed"],
    ["an end of a name", to(role(`${part}-app`)), role("one-app"), "perhaps"],
    [
      "… another one's session, wherever its role lies",
      to(role(`${part}-app`)),
      session("App"),
      "not-allowed",
    ],
    ["a path alone: the name tells whose session it is", to(role(`${part}/App`)), session("App"), "allowed"],
    [
      "a session by a part of its name",
      to(`arn:aws:sts::${owner}:assumed-role/App/${part}`),
      session("App"),
      "perhaps",
    ],
    [
      "… of another role",
      to(`arn:aws:sts::${owner}:assumed-role/App/${part}`),
      session("Other"),
      "not-allowed",
    ],
    ["an account", to(`arn:aws:iam::${part}:root`), app, "perhaps"],
    ["an account elsewhere", to(`arn:aws:iam::${elsewhere}:root`), app, "not-allowed"],
    ["… may be any", to(`arn:aws:iam::${elsewhere}:root`), role("App", stranger), "perhaps"],
    ["an account that may be this one", to(`arn:aws:iam::${somewhere}:root`), app, "perhaps"],
    ["a role elsewhere is none of this account", but(`arn:aws:iam::${elsewhere}:role/App`), app, "allowed"],
    ["… may be that one", but(`arn:aws:iam::${elsewhere}:role/App`), role("App", stranger), "perhaps"],
    ["somebody certain beside it", to(part).concat(to(app)), app, "allowed"],
    ["one certain entry of two", [{ Principal: { AWS: [app, role(part)] } }], app, "allowed"],
    [
      "the account for certain, by name perhaps",
      [{ Principal: { AWS: [root, role(part)] } }],
      app,
      "perhaps",
    ],
    [
      "a Deny of the account is enough",
      [all, { ...Deny, Principal: { AWS: [root, role(part)] } }],
      app,
      "denied",
    ],
    ["all but somebody", [{ NotPrincipal: { AWS: role(part) } }], app, "perhaps"],
    ["… which no user is", [{ NotPrincipal: { AWS: role(part) } }], user("a"), "allowed"],
    [
      "a Deny of all but somebody",
      [all, { ...Deny, NotPrincipal: { AWS: [root, role(part)] } }],
      app,
      "perhaps",
    ],
    ["a unique id", to(`AROA${part}`), "AROAAAAAAAAAAAAAAAAAA", "perhaps"],
    ["… of a user", to(`AROA${part}`), "AIDAAAAAAAAAAAAAAAAAA", "not-allowed"],
    ["a service", [{ Principal: { Service: `${part}.amazonaws.com` } }], logs, "perhaps"],
    [
      "… of another domain",
      [{ Principal: { Service: `${part}.amazonaws.com` } }],
      "service:logs.example.com",
      "not-allowed",
    ],
    ["… no role", [{ Principal: { Service: part } }], app, "not-allowed"],
    ["an identity provider is nobody", [{ Principal: { Federated: part } }], app, "not-allowed"],
  ])("%s", (_, statements, principal, answer) => {
    expect(answerOf(statements, ask(principal))).toBe(answer);
  });
});

const both = (statements: readonly StatementParts[], request: AccessRequest, answer: string) => {
  expect(answerOf(statements, request)).toBe(answer);
  const policy = policyOf(statements);
  const level = levelByRows({ rows: listAccess(policy, facts), policy, facts }, request);
  expect(level).toBe(answer === "perhaps" ? undefined : answer === "allowed" ? 2 : 0);
};

describe("an action or a resource that is filled in", () => {
  const without = (rest: StatementParts): readonly StatementParts[] => [{}, { ...Deny, ...rest }];
  test.each<readonly [what: string, statements: readonly StatementParts[], action: string, answer: string]>([
    ["any action", [{ Action: part }], "kms:Decrypt", "perhaps"],
    ["one of KMS", [{ Action: `kms:${part}` }], "kms:Decrypt", "perhaps"],
    ["of another service", [{ Action: `s3:${part}` }], "kms:Decrypt", "not-allowed"],
    ["its end", [{ Action: `kms:${part}Key` }], "kms:DescribeKey", "perhaps"],
    ["another end", [{ Action: `kms:${part}Key` }], "kms:Decrypt", "not-allowed"],
    ["in another case", [{ Action: `KMS:${part}KEY` }], "kms:DescribeKey", "perhaps"],
    ["one for certain", [{ Action: [`kms:${part}`, "kms:Decrypt"] }], "kms:Decrypt", "allowed"],
    ["all but one", [{ NotAction: `kms:${part}` }], "kms:Decrypt", "perhaps"],
    ["all but one with another end", [{ NotAction: `kms:${part}Key` }], "kms:Decrypt", "allowed"],
    [
      "all but one for certain",
      [{ NotAction: [`kms:${part}`, "kms:Decrypt"] }],
      "kms:Decrypt",
      "not-allowed",
    ],
    ["a Deny", without({ Action: `kms:De${part}` }), "kms:Decrypt", "perhaps"],
    ["a Deny of others", without({ Action: `kms:En${part}` }), "kms:Decrypt", "allowed"],
    ["a Deny of all but one", without({ NotAction: `kms:En${part}` }), "kms:Decrypt", "not-allowed"],
    ["a Deny of all but perhaps this", without({ NotAction: `kms:De${part}` }), "kms:Decrypt", "perhaps"],
    ["a key", [{ Resource: `arn:aws:kms:us-west-2:${owner}:key/${part}` }], "kms:Decrypt", "perhaps"],
    [
      "a key of another Region",
      [{ Resource: `arn:aws:kms:eu-west-1:${owner}:key/${part}` }],
      "kms:Decrypt",
      "not-allowed",
    ],
    ["this key for certain", [{ Resource: [part, keyArn] }], "kms:Decrypt", "allowed"],
    ["any key but one", [{ NotResource: part }], "kms:Decrypt", "perhaps"],
  ])("%s", (_, statements, action, answer) => {
    const request = ask(role("App"), action);
    if (answer === "not-allowed" && statements.length > 1) {
      expect(answerOf(statements, request)).toBe("denied");
      expect(listAccess(policyOf(statements), facts, [action])).toEqual([]);
    } else both(statements, request, answer);
  });
});

describe("a value of a condition that is filled in", () => {
  const rds = "rds.us-west-2.amazonaws.com";
  const allow = (
    operator: string,
    key: string,
    value: string | readonly string[],
  ): readonly StatementParts[] => [{ Condition: { [operator]: { [key]: value } } }];
  test.each<
    readonly [
      what: string,
      statements: readonly StatementParts[],
      context: AccessRequest["context"],
      answer: string,
    ]
  >([
    ["fits", allow("StringEquals", via, `${part}.us-west-2.amazonaws.com`), { [via]: rds }, "perhaps"],
    [
      "does not",
      allow("StringEquals", via, `${part}.eu-west-1.amazonaws.com`),
      { [via]: rds },
      "not-allowed",
    ],
    ["none is there", allow("StringEquals", via, part), {}, "not-allowed"],
    ["none is there, and none has to be", allow("StringEqualsIfExists", via, part), {}, "allowed"],
    ["one of two fits for certain", allow("StringEquals", via, [part, rds]), { [via]: rds }, "allowed"],
    [
      "is not to be met",
      allow("StringNotEquals", via, `${part}.us-west-2.amazonaws.com`),
      { [via]: rds },
      "perhaps",
    ],
    [
      "cannot be met",
      allow("StringNotEquals", via, `${part}.eu-west-1.amazonaws.com`),
      { [via]: rds },
      "allowed",
    ],
    ["of the key fits", allow("StringEquals", "kms:KeySpec", `SYMMETRIC_${part}`), {}, "perhaps"],
    ["of the key does not", allow("StringEquals", "kms:KeySpec", `RSA_${part}`), {}, "not-allowed"],
    [
      "of the key is not to be met",
      allow("StringNotEquals", "kms:KeySpec", `SYMMETRIC_${part}`),
      {},
      "perhaps",
    ],
    ["of the key cannot be met", allow("StringNotEquals", "kms:KeySpec", `RSA_${part}`), {}, "allowed"],
    [
      "of the key, one for certain",
      allow("StringEquals", "kms:KeySpec", [part, "SYMMETRIC_DEFAULT"]),
      {},
      "allowed",
    ],
    ["of the caller fits", allow("ArnNotLike", "aws:PrincipalArn", role(`A${part}`)), {}, "perhaps"],
    ["of the caller does not", allow("ArnNotLike", "aws:PrincipalArn", role(`B${part}`)), {}, "allowed"],
    [
      "a number",
      allow("NumericLessThan", "aws:MultiFactorAuthAge", part),
      { "aws:MultiFactorAuthAge": "1" },
      "perhaps",
    ],
    ["an operator", allow(part, via, "x"), { [via]: "x" }, "perhaps"],
  ])("%s", (_, statements, context, answer) => {
    expect(answerOf(statements, ask(role("App"), "kms:Decrypt", context))).toBe(answer);
    const rows = listAccess(policyOf(statements), facts);
    if (answer === "perhaps" && Object.keys(context).length === 0)
      expect(rows.map(({ undecided }) => typeof undecided)).toEqual(["string"]);
    if (answer === "allowed" && Object.keys(context).length === 0)
      expect(rows.some(({ undecided }) => undecided === undefined)).toBe(true);
    if (answer === "not-allowed" && /KeySpec/.test(JSON.stringify(statements))) expect(rows).toEqual([]);
  });
});

describe("a key of which nothing is known", () => {
  const scope = (isThere: boolean, start?: string) => ({
    context: requestContext([], [], { isOpen: () => true, isThere: () => isThere, startOf: () => start }),
    variables: true,
  });
  const open = scope(false, "ab");
  const holds = (operator: string, values: readonly string[], some = open) =>
    evaluateCondition({ operator, key: "aws:k", values }, some);
  test.each<readonly [operator: string, values: readonly string[], holds: boolean | "unknown"]>([
    ["StringEquals", [], false],
    ["StringNotEquals", [], true],
    ["StringLike", ["ab*"], true],
    ["StringNotLike", ["ab*"], false],
    ["StringLike", ["b*"], false],
    ["StringNotEquals", ["b"], true],
    ["StringLike", ["abc*"], "unknown"],
    ["StringLike", ["*c"], "unknown"],
    ["StringEquals", ["abc"], "unknown"],
    ["StringEquals", ["ab"], false],
    ["StringLike", ["?b*"], true],
    ["StringLike", ["*"], true],
    ["StringEqualsIgnoreCase", ["B"], false],
    ["StringEqualsIgnoreCase", ["ABc"], "unknown"],
    ["NumericLessThan", ["1"], "unknown"],
    ["Null", ["true"], "unknown"],
  ])("of which the beginning is: %s %j: %s", (operator, values, expected) => {
    const truth = holds(operator, values);
    expect(typeof truth === "boolean" ? truth : "unknown").toBe(expected);
  });
  test.each<readonly [operator: string, values: readonly string[], holds: boolean | "unknown"]>([
    ["StringEquals", [], false],
    ["StringNotEquals", [], true],
    ["StringEqualsIfExists", [], "unknown"],
    ["StringNotEqualsIfExists", [], true],
    ["ForAllValues:StringEquals", [], "unknown"],
    ["ForAnyValue:StringEquals", [], false],
    ["ForAnyValue:StringNotEquals", [], "unknown"],
    ["StringEquals", ["a"], "unknown"],
    ["StringNotEquals", ["a"], "unknown"],
  ])("at all: %s %j: %s", (operator, values, expected) => {
    const truth = holds(operator, values, scope(false));
    expect(typeof truth === "boolean" ? truth : "unknown").toBe(expected);
  });
  test("that is there for certain", () => {
    expect([holds("Null", ["true"], scope(true)), holds("Null", ["false"], scope(true))]).toEqual([
      false,
      true,
    ]);
  });
});

describe("what a request tells of its way", () => {
  const says = (context: AccessRequest["context"], key: string, value: string, operator = "StringEquals") =>
    answerOf([{ Condition: { [operator]: { [key]: value } } }], ask(role("App"), "kms:Decrypt", context));
  test.each<readonly [context: AccessRequest["context"], through: boolean]>([
    [{}, false],
    [{ [via]: "s3.us-west-2.amazonaws.com" }, true],
    [{ [via.toUpperCase()]: "s3.us-west-2.amazonaws.com" }, true],
    [{ [via]: [] }, false],
    [{ "aws:CalledVia": ["s3.amazonaws.com"] }, true],
    [{ "aws:CalledViaFirst": "s3.amazonaws.com" }, true],
    [{ "aws:CalledViaLast": "s3.amazonaws.com" }, true],
    [{ "aws:SourceArn": "arn:aws:s3:::a" }, false],
    [{ [via]: "s3.us-west-2.amazonaws.com", "aws:ViaAWSService": "false" }, false],
    [{ "AWS:viaawsservice": "true" }, true],
  ])("%j: through a service: %s", (context, through) => {
    expect(says(context, "aws:ViaAWSService", "true", "Bool")).toBe(through ? "allowed" : "not-allowed");
    expect(says(context, "aws:ViaAWSService", "false", "Bool")).toBe(through ? "not-allowed" : "allowed");
  });
  test.each<readonly [context: AccessRequest["context"], current: string, epoch: string]>([
    [{ "aws:CurrentTime": "2026-06-01T00:00:00Z" }, "allowed", "allowed"],
    [{ "aws:EpochTime": "1780272000" }, "allowed", "allowed"],
    [{ "aws:CurrentTime": "2026-06-01T00:00:00Z", "aws:EpochTime": "1" }, "allowed", "not-allowed"],
    [{ "aws:CurrentTime": "2026-05-31T00:00:00Z" }, "not-allowed", "not-allowed"],
    [{}, "perhaps", "perhaps"],
    [{ "aws:CurrentTime": "soon" }, "not-allowed", "perhaps"],
  ])("%j: the moment by either name", (context, current, epoch) => {
    expect(says(context, "aws:CurrentTime", "2026-06-01T00:00:00Z", "DateEquals")).toBe(current);
    expect(says(context, "aws:EpochTime", "1780272000", "NumericEquals")).toBe(epoch);
  });
});
