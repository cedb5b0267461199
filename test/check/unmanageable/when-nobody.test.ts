import { describe, expect, test } from "vitest";
import { checkPolicy } from "../../../src/check/check.ts";
import { boundariesAfter } from "../../../src/check/unmanageable/moments.ts";
import {
  isWithin,
  tellNotLookedAt,
  tellUnmanageable,
  type Unmanageable,
  whenNobodyManages,
} from "../../../src/check/unmanageable/when-nobody.ts";
import { parsePolicyText } from "../../../src/policy/document.ts";
import {
  delegation,
  facts,
  keyArn,
  owner,
  policyOf,
  role,
  type StatementParts,
} from "../../access/evaluate-fixtures.ts";

// A lockout may begin later, or rest on what no request can meet (KMS API, PutKeyPolicy; IAM User Guide, "Global condition keys",
// "Condition operators": a negated operator holds where the key is absent; "Policy evaluation logic").

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
const now = new Date("2030-01-01T00:00:00Z");
const deny = (condition: Condition, parts: StatementParts = {}): StatementParts => ({
  ...{ Effect: "Deny", Principal: { AWS: "*" }, Action: "kms:*", Condition: condition },
  ...parts,
});
const allow = (condition: Condition, parts: StatementParts = {}): StatementParts => ({
  ...delegation,
  Condition: condition,
  ...parts,
});
const after = (date: string): Condition => ({ DateGreaterThan: { "aws:CurrentTime": date } });
const until = (date: string): Condition => ({ DateLessThan: { "aws:CurrentTime": date } });
const ever = "now and for ever";
const told = (statements: readonly StatementParts[]): string => {
  const time = whenNobodyManages(policyOf(statements), facts, now);
  if (!time) return "always somebody";
  if (!time.from && !time.until && !time.lastLooked) return ever;
  return tellUnmanageable(time).replace(/ nobody can manage the key.*/, "");
};
const soon = "2030-01-01T00:00:15Z";
const epochSoon = String(Date.parse(soon) / 1000);
const tagged = { "aws:PrincipalTag/x": "a" };

describe("when nobody can manage the key", () => {
  test.each<[what: string, statements: readonly StatementParts[], when: string]>([
    ["a Deny from in 15 seconds on", [delegation, deny(after(soon))], `From ${soon} on`],
    [
      "the same in seconds",
      [delegation, deny({ NumericGreaterThan: { "aws:EpochTime": epochSoon } })],
      `From ${soon} on`,
    ],
    [
      "the same, dates in seconds",
      [delegation, deny({ DateGreaterThanEquals: { "aws:EpochTime": soon } })],
      `From ${soon} on`,
    ],
    ["another zone", [delegation, deny(after("2031-01-01T02:00:00+02:00"))], "From 2031-01-01T00:00:00Z on"],
    ["a Deny until a date", [delegation, deny(until("2099-01-01T00:00:00Z"))], "Until 2099-01-01T00:00:00Z"],
    [
      "a time in between",
      [delegation, deny({ ...after("2031-01-01T00:00:00Z"), ...until("2032-01-01T00:00:00Z") })],
      "From 2031-01-01T00:00:00Z until 2032-01-01T00:00:00Z",
    ],
    [
      "the Allow ends",
      [allow({ DateLessThanEquals: { "aws:CurrentTime": "2031-01-01T00:00:00Z" } })],
      "From 2031-01-01T00:00:00Z on",
    ],
    ["the Allow begins", [allow(after("2031-01-01T00:00:00Z"))], "Until 2031-01-01T00:00:00Z"],
    [
      "one takes over from the other",
      [
        allow(until("2031-01-01T00:00:00Z")),
        { ...allow({ DateGreaterThanEquals: { "aws:CurrentTime": "2031-01-01T00:00:00Z" } }), Sid: "Two" },
      ],
      "always somebody",
    ],
    [
      "a gap between the two",
      [allow(until("2031-01-01T00:00:00Z")), { ...allow(after("2031-02-01T00:00:00Z")), Sid: "Two" }],
      "From 2031-01-01T00:00:00Z until 2031-02-01T00:00:00Z",
    ],
    ["a Deny that is past", [delegation, deny(until("2029-01-01T00:00:00Z"))], "always somebody"],
    ["a Deny of use alone", [delegation, deny(after(soon), { Action: "kms:Decrypt" })], "always somebody"],
    [
      "a Deny that spares one",
      [delegation, deny({ ...after(soon), ArnNotEquals: { "aws:PrincipalArn": role("Admin") } })],
      "always somebody",
    ],
    [
      "a Deny about another key",
      [delegation, deny(after(soon), { Resource: keyArn.replace("1234abcd", "9999abcd") })],
      "always somebody",
    ],
    ["since 1970", [delegation, deny({ NumericGreaterThan: { "aws:EpochTime": "0" } })], ever],
    ["a misspelt key", [delegation, deny({ StringNotEquals: { "kms:CalerAccount": owner } })], ever],
    ["another one", [delegation, deny({ StringNotEquals: { "aws:PrincipalAcount": owner } })], ever],
    [
      "a misspelt key with Like",
      [delegation, deny({ ArnNotLike: { "aws:PrincpalArn": "arn:aws:iam::*:role/*" } })],
      ever,
    ],
    [
      "a misspelt key that has to be absent",
      [delegation, deny({ Null: { "aws:PrincipalAcount": "true" } })],
      ever,
    ],
    ["an Allow under a misspelt key", [allow({ StringEquals: { "kms:CalerAccount": owner } })], ever],
    [
      "a misspelt key that has to be there",
      [delegation, deny({ StringEquals: { "kms:CalerAccount": owner } })],
      "always somebody",
    ],
    [
      "a key that AWS may have by now",
      [delegation, deny({ StringNotEquals: { "aws:SomethingQuiteNew": "x" } })],
      "always somebody",
    ],
    [
      "it is, or it is not",
      [delegation, deny({ StringEquals: tagged }), deny({ StringNotEquals: tagged })],
      ever,
    ],
    [
      "it is there, or it is not",
      [
        delegation,
        deny({ Null: { "aws:PrincipalTag/x": "true" } }),
        deny({ Null: { "aws:PrincipalTag/x": "false" } }),
      ],
      ever,
    ],
    [
      "both values of a Bool, or none",
      [
        delegation,
        deny({ Bool: { "aws:MultiFactorAuthPresent": ["true", "false"] } }),
        deny({ Null: { "aws:MultiFactorAuthPresent": "true" } }),
      ],
      ever,
    ],
    [
      "two networks that are everything",
      [
        delegation,
        deny({ IpAddress: { "aws:SourceIp": ["10.0.0.0/8"] } }),
        deny({ NotIpAddress: { "aws:SourceIp": ["10.0.0.0/8"] } }),
      ],
      ever,
    ],
    [
      "it is a, or it is b",
      [delegation, deny({ StringEquals: tagged }), deny({ StringEquals: { "aws:PrincipalTag/x": "b" } })],
      "always somebody",
    ],
    [
      "no organization's id",
      [delegation, deny({ StringNotEquals: { "aws:PrincipalOrgID": "not-an-org" } })],
      ever,
    ],
    [
      "a pattern that no organization fits",
      [delegation, deny({ StringNotLike: { "aws:PrincipalOrgID": "org-*" } })],
      ever,
    ],
    [
      "a wildcard taken by the letter",
      [delegation, deny({ StringNotEquals: { "aws:PrincipalOrgID": "o-*" } })],
      ever,
    ],
    [
      "an organization's id",
      [delegation, deny({ StringNotEquals: { "aws:PrincipalOrgID": "o-abcabcabca" } })],
      "always somebody",
    ],
    [
      "one of two is an id",
      [delegation, deny({ StringNotEquals: { "aws:PrincipalOrgID": ["not-an-org", "o-abcabcabca"] } })],
      "always somebody",
    ],
    [
      "only through a service, or by hand with a tag and without it",
      [
        delegation,
        deny({ StringNotEquals: tagged, Null: { "kms:ViaService": "true" } }),
        deny({ StringEquals: tagged, Null: { "kms:ViaService": "true" } }),
      ],
      ever,
    ],
    ["an operator that nobody knows", [allow({ StringMatches: { "aws:k": "x" } })], "always somebody"],
  ])("%s", (_, statements, when) => {
    expect(told(statements)).toBe(when);
  });
});

test("check tells it where the moment is known", () => {
  const text = (statements: readonly StatementParts[]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: statements.map((each) => ({ Effect: "Allow", Resource: "*", ...each })),
    });
  const lockouts = (statements: readonly StatementParts[], options: { readonly now?: Date }) =>
    checkPolicy(parsePolicyText(text(statements), "json"), facts, options)
      .filter(({ code }) => code === "lockout")
      .map(({ message }) => message);
  const freeze = [delegation, deny(until("2099-01-01T00:00:00Z"))];
  expect(lockouts(freeze, { now })).toEqual([
    "Until 2099-01-01T00:00:00Z nobody can manage the key: nobody of the key's account may call kms:PutKeyPolicy then, and only AWS Support can change this policy",
  ]);
  expect(lockouts(freeze, {})).toEqual([]);
  expect(lockouts([delegation, deny(after(soon))], { now })[0]).toMatch(`From ${soon} on nobody can manage`);
});

describe("of many dates only those are looked at where something turns", () => {
  const many = Array.from({ length: 1000 }, (_, day) =>
    new Date(now.getTime() + (day + 1) * 86_400_000).toISOString(),
  );
  test.each([
    ["later than one of them: the first", "DateGreaterThan", [many[0]]],
    ["earlier than one of them: the last", "DateLessThanIfExists", [many[999]]],
    ["equal to one of them: the next 64", "DateEquals", many.slice(0, 64)],
  ])("%s", (_, operator, dates) => {
    const policy = policyOf([delegation, deny({ [operator]: { "aws:CurrentTime": [...many].reverse() } })]);
    const found = boundariesAfter(policy, now);
    expect([found.dates.map((date) => date.toISOString()), found.cut]).toEqual([dates, dates.length === 64]);
  });
});

describe("what comes after more dates than are looked at is said to be unknown", () => {
  const day = (count: number) => new Date(now.getTime() + count * 86_400_000).toISOString();
  const harmless = (count: number) =>
    deny({ DateEquals: { "aws:CurrentTime": day(count) } }, { Action: "kms:Put*" });
  const many = Array.from({ length: 70 }, (_, place) => harmless(place + 1));

  test("a lockout that begins later is not known, and neither told nor forgotten", () => {
    const policy = policyOf([delegation, ...many, deny(after(day(200)))]);
    expect(whenNobodyManages(policy, facts, now)).toBeUndefined();
    expect(tellNotLookedAt(policy, facts, now)).toMatch(
      /more than 64 dates: .* after 2030-03-06T00:00:00Z is not known/,
    );
  });

  test("a lockout that has begun lasts until the last date that was looked at, at least", () => {
    expect(told([delegation, ...many, deny(until(day(200)))])).toBe("Until 2030-03-06T00:00:00Z at least");
  });

  test("of few dates nothing is left out", () => {
    expect(tellNotLookedAt(policyOf([delegation, deny(after(day(200)))]), facts, now)).toBeUndefined();
  });
});

describe("what was so before", () => {
  const [early, late] = [new Date("2030-01-01T00:00:00Z"), new Date("2031-01-01T00:00:00Z")];
  const time = (part: Partial<Unmanageable>) => ({ from: undefined, until: undefined, ...part });
  test.each<[string, Partial<Unmanageable>, Partial<Unmanageable> | undefined, boolean]>([
    ["nothing", {}, undefined, false],
    ["always", {}, {}, true],
    ["from then on", { from: early }, { from: early }, true],
    ["from later on", { from: early }, { from: late }, false],
    ["from earlier on", { from: late }, { from: early }, true],
    ["from then on, of what is always so", {}, { from: early }, false],
    ["always, of what is so from then on", { from: early }, {}, true],
    ["until then", { until: late }, { until: late }, true],
    ["until earlier", { until: late }, { until: early }, false],
    ["until later", { until: early }, { until: late }, true],
    ["until then, of what has no end", {}, { until: late }, false],
    ["without an end, of what has one", { until: late }, {}, true],
  ])("%s", (_, one, other, isSo) => {
    expect(isWithin(time(one), other && time(other))).toBe(isSo);
  });
});
