import { expect, test } from "vitest";
import type { Access, AccessChange } from "../../src/access/types.ts";
import type { Finding, Severity } from "../../src/check/finding.ts";
import { markIntroduced } from "../../src/change/introduced.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { role } from "./fakes.ts";

// Which findings a change brings, from findings made up for it: what counts is the mark, not the rule that found them.

interface Named {
  readonly code: string;
  readonly severity?: Severity;
  /** The statement, from 0, and what in it; nothing for the whole policy. */
  readonly at: string;
}

const finding = ({ code, severity = "security", at }: Named): Finding => ({
  ...{
    code,
    severity,
    message: code,
    path: at === "" ? "" : `/Statement/${at}`,
    line: 1,
    column: 1,
    fixable: false,
  },
});

const allow = (name: string, ...actions: string[]) => ({
  ...{ Effect: "Allow", Principal: { AWS: role(name) }, Action: actions, Resource: "*" },
});
const app = allow("App", "kms:Decrypt");
const appMore = allow("App", "kms:Decrypt", "kms:Encrypt");
const other = allow("Other", "kms:Verify");

const unscoped = { code: "service-principal-unscoped", at: "0/Principal/Service" };
const withService = (...names: readonly string[]) => ({
  ...allow("App", "kms:Verify"),
  Principal: { AWS: names.map(role), Service: "sns.amazonaws.com" },
});

const found = (statements: readonly object[], findings: readonly Named[]) => {
  const document = documentOf(
    parsePolicyText(JSON.stringify({ Version: "2012-10-17", Statement: statements }), "json"),
  );
  if (!document) throw new Error("no document");
  return { document, findings: findings.map(finding) };
};

const gains = (name: string, action: string): Access => ({
  ...{ principal: role(name), actions: [action], via: "key-policy", when: [[]] },
  example: { principal: role(name), action, context: {} },
});
const nobody: AccessChange = { equivalent: true, gained: [], lost: [] };
const appEncrypts: AccessChange = { ...nobody, equivalent: false, gained: [gains("App", "kms:Encrypt")] };
const otherVerifies: AccessChange = { ...nobody, equivalent: false, gained: [gains("Other", "kms:Verify")] };
const appLater: AccessChange = {
  ...{ ...nobody, equivalent: false, futureActions: true },
  future: { gained: [{ principal: role("App"), wildcards: ["kms:*"] }], lost: [] },
};

const whole = { code: "grant-unrestricted", at: "0" };
const named = { code: "grant-unrestricted", at: "0/Principal/AWS" };

test.each<
  [
    what: string,
    before: readonly [readonly object[], readonly Named[]],
    after: readonly [readonly object[], readonly Named[]],
    access: AccessChange,
    introduced: readonly boolean[],
  ]
>([
  [
    "the statement is the same",
    [[app], [named]],
    [[other, app], [{ ...named, at: "1/Principal/AWS" }]],
    nobody,
    [false],
  ],
  ["the statement gives more: exposed anew", [[app], [named]], [[appMore], [named]], appEncrypts, [true]],
  ["another statement gives more", [[app], [named]], [[appMore], [named]], otherVerifies, [false]],
  [
    "a mere warning in a statement that gives more",
    [[app], [{ ...named, severity: "warning" }]],
    [[appMore], [{ ...named, severity: "warning" }]],
    appEncrypts,
    [false],
  ],
  [
    "one warning before, two on the same thing after: one is new",
    [[app], [{ ...whole, severity: "warning" }]],
    [
      [app, appMore],
      [
        { ...whole, severity: "warning" },
        { ...whole, severity: "warning", at: "1" },
      ],
    ],
    appEncrypts,
    [false, true],
  ],
  [
    "two before, two after",
    [
      [app, other],
      [
        { ...whole, severity: "warning" },
        { ...whole, severity: "warning", at: "1" },
      ],
    ],
    [
      [appMore, other],
      [
        { ...whole, severity: "warning" },
        { ...whole, severity: "warning", at: "1" },
      ],
    ],
    appEncrypts,
    [false, false],
  ],
  [
    "an old fault on another value, and nobody gains",
    [[app], [{ code: "x", severity: "warning", at: "0/Action" }, named]],
    [[allow("New", "kms:Decrypt")], [named]],
    nobody,
    [false],
  ],
  [
    "the same as a warning: new",
    [[app], [{ ...named, severity: "warning" }]],
    [[allow("New", "kms:Decrypt")], [{ ...named, severity: "warning" }]],
    nobody,
    [true],
  ],
  [
    "the same where somebody gains: new",
    [[app], [named]],
    [[allow("New", "kms:Decrypt")], [named]],
    otherVerifies,
    [true],
  ],
  [
    "the same where somebody gains later: new",
    [[app], [named]],
    [[allow("New", "kms:Decrypt")], [named]],
    appLater,
    [true],
  ],
  [
    "another code, and nobody gains: new",
    [[app], [{ ...named, code: "x" }]],
    [[other], [named]],
    nobody,
    [true],
  ],
  [
    "about a service beside whom somebody joins",
    [[withService("App")], [unscoped]],
    [[withService("App", "Other")], [unscoped]],
    otherVerifies,
    [false],
  ],
  [
    "about a service that gains itself",
    [[withService("App")], [unscoped]],
    [[{ ...withService("App"), Action: ["kms:Verify", "kms:Encrypt"] }], [unscoped]],
    {
      ...otherVerifies,
      gained: [{ ...gains("Other", "kms:Encrypt"), principal: "service:sns.amazonaws.com" }],
    },
    [true],
  ],
  [
    "of the whole policy, as before",
    [[app], [{ code: "x", at: "" }]],
    [[app], [{ code: "x", at: "" }]],
    nobody,
    [false],
  ],
  [
    "of the whole policy, and another statement gives somebody something",
    [[app], [{ code: "x", severity: "warning", at: "" }]],
    [[app, other], [{ code: "x", severity: "warning", at: "" }]],
    otherVerifies,
    [false],
  ],
  [
    "of the whole policy, another fault than before: new",
    [[app], [{ code: "x", severity: "warning", at: "" }]],
    [[app, other], [{ code: "y", severity: "warning", at: "" }]],
    otherVerifies,
    [true],
  ],
  [
    "of a place that is not there, as before",
    [[app], [{ code: "x", severity: "warning", at: "7/Action" }]],
    [[app, other], [{ code: "x", severity: "warning", at: "7/Action" }]],
    otherVerifies,
    [false],
  ],
])("introduced or old: %s", (_, before, after, access, introduced) => {
  const marked = markIntroduced(found(...before), found(...after), access, []);
  expect(marked.map((one) => one.introduced)).toEqual(introduced);
  expect(marked.some(({ asked }) => asked)).toBe(false);
});

test("what was asked for is marked so, and old findings are not", () => {
  const [before, after] = [found([app], []), found([appMore], [named])];
  const of = (findings: readonly Finding[]) => findings.map(({ introduced, asked }) => [introduced, asked]);
  expect(of(markIntroduced(before, after, appEncrypts, ["grant-unrestricted"]))).toEqual([[false, true]]);
  expect(of(markIntroduced(before, after, appEncrypts, ["public-access"]))).toEqual([[true, undefined]]);
  const old = found([app], [named]);
  expect(of(markIntroduced(old, old, nobody, ["grant-unrestricted"]))).toEqual([[false, undefined]]);
});

test("what opens behind an old finding makes it new", () => {
  const before = found([app], [named]);
  const denied = found([app, { ...app, Effect: "Deny" }], [named]);
  const opening = {
    principal: role("App"),
    actions: ["kms:Decrypt"],
    codes: new Set(["grant-unrestricted"]),
  };
  const marked = (openings: readonly (typeof opening)[]) =>
    markIntroduced(denied, before, otherVerifies, [], { openings }).map(({ introduced }) => introduced);
  expect(marked([])).toEqual([false]);
  expect(marked([opening])).toEqual([true]);
  expect(marked([{ ...opening, codes: new Set(["public-access"]) }])).toEqual([false]);
  // Where nothing else is denied, an old statement gives nobody more: who gains does so by another one.
  const [first, ...rest] = markIntroduced(before, before, otherVerifies, [], { openings: [opening] });
  expect([first?.introduced, rest]).toEqual([false, []]);
});
