import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { checkPolicy } from "../../src/check/check.ts";
import { type Mended, mendPolicy } from "../../src/check/fix-policy.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { account, app, only, root, rootStatement, statement, textOf } from "./fixture.ts";
import { rows } from "./fixture-table.ts";
import { oddPair } from "../access/generate-odd.ts";
import { policy as anyPolicy } from "../access/generate.ts";
import { textOf as asText } from "../access/story.ts";
import { sample, times } from "../support/long-form.ts";

// `check --fix` never gives anybody access, takes kms:PutKeyPolicy from nobody and the account's root principal out of no Allow; a second
// run changes nothing.

const away = "arn:aws:iam::444455556666:role/App";
const corpus = new URL("../corpus/", import.meta.url);
const files = ["valid", "invalid", "contested", "templated"].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, corpus))
    .filter((name) => name.endsWith(".json"))
    .map(
      (name) => [`${folder}/${name}`, readFileSync(new URL(`${folder}/${name}`, corpus), "utf8")] as const,
    ),
);
const ofRows = rows.map(({ code, bad }, index) => [`${code} (${index})`, textOf(bad)] as const);

/** Account ids of the root ARNs and bare ids that an Allow names, sorted, each once. */
const rootsIn = (text: string): readonly string[] => {
  const document = documentOf(parsePolicyText(text, "json"))!;
  const named = readPolicy(document).statements.flatMap(({ effect, principals, notPrincipal, inert }) =>
    effect === "Allow" && !notPrincipal && inert === undefined ? principals.map(({ value }) => value) : [],
  );
  const ids = named.flatMap((value) => /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1] ?? []);
  return [...new Set(ids)].sort();
};

const own = { account, partition: "aws" };
const policyOf = (text: string) => readPolicy(documentOf(parsePolicyText(text, "json"))!);

const mendedIn = (text: string): Mended | undefined => {
  const document = documentOf(parsePolicyText(text, "json"));
  return document && mendPolicy(document, own);
};
const mended = (text: string): string | undefined => mendedIn(text)?.document.text;

// Policies that are wrong in every place, and such as are not.
const invented = [oddPair.map(([policy]) => policy), anyPolicy].flatMap((arbitrary, kind) =>
  fc
    .sample(arbitrary, { numRuns: times(20, 3000), seed: 20261130 })
    .map((policy, place) => [`invented ${kind} ${place}`, asText(policy)] as const),
);

test("over every policy of the corpus, every row of the rules' table, and invented ones", () => {
  const ofCorpus = sample(files, 20, ([name]) => [name.split("/")[0] ?? ""]);
  const changedTexts = [...ofCorpus, ...ofRows, ...invented].flatMap(([name, text]) => {
    const made = mendedIn(text);
    const after = made?.document.text;
    return after === undefined || after === text ? [] : [{ name, text, after, untried: made?.untried }];
  });
  expect(changedTexts.length).toBeGreaterThan(30);
  const faults = changedTexts.flatMap(({ name, text, after, untried }) => {
    const { gained, lost, future } = compareAccess(policyOf(text), policyOf(after), own);
    return [
      // A misspelt name that leaves a Deny is an action for whoever has kms:*, and none of KMS.
      ...(gained.some(({ actions, unknownActions = [] }) => actions.length > unknownActions.length)
        ? [`${name}: a gain`]
        : []),
      ...((future?.gained.length ?? 0) > 0 ? [`${name}: a gain to come`] : []),
      ...(lost.some(
        // The id of a deleted user or role is nobody who manages.
        ({ principal, actions }) => !/^A(?:IDA|ROA)/.test(principal) && actions.includes("kms:PutKeyPolicy"),
      )
        ? [`${name}: nobody manages`]
        : []),
      ...(rootsIn(text).includes(account) && !rootsIn(after).includes(account) ? [`${name}: no root`] : []),
      // What was left for want of time, which is told, may be seen once the rest is mended.
      ...(untried || mended(after) === after ? [] : [`${name}: a second run`]),
    ];
  });
  expect(faults).toEqual([]);
});

const star = { Sid: "star", Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" };

/** What stands beside the root statement, the code of the finding that stays and has a hint, and no fix. */
test.each([
  ["reencrypt-bare", { Principal: { AWS: away }, Action: ["kms:Decrypt", "kms:ReEncrypt"] }],
  ["reencrypt-bare", { Action: "kms:reencrypt" }],
  ["unknown-action", { Action: "kms:Decrpyt" }],
  ["malformed-action", { Action: "kms Decrypt" }],
  ["malformed-action", { Action: "Decrypt" }],
  ["unknown-element", { Action: undefined, Acton: "kms:Decrypt" }],
  ["unknown-element", { Principal: undefined, principal: { AWS: away } }],
  ["invalid-effect", { Effect: "allow" }],
  ["unknown-operator", { Condition: { StringEqual: { "aws:PrincipalTag/team": "a" } } }],
])("%s: a gain is left to a hint: %j", (code, parts) => {
  const text = textOf(only(rootStatement, statement({ Sid: "use", ...parts })));
  const found = checkPolicy(parsePolicyText(text, "json"), { account, partition: "aws" }).filter(
    (each) => each.code === code,
  );
  expect(found.map(({ fixable, hint }) => [fixable, hint === undefined])).toEqual([[false, false]]);
  expect(mended(text)).toBe(text);
});

/** What stands beside the root statement: mending it would give somebody something, or take the administration away. */
test.each<[string, Record<string, unknown>]>([
  ["a Deny of kms:PutKeyPolicy comes to life", { Effect: "Deny", Action: "kms:PutKeyPolcy" }],
  ["all of a Deny for everyone", { Effect: "deny", Principal: { AWS: "*" }, Action: "kms:*" }],
  ["a Deny spares more", { Effect: "Deny", Condition: { StringNotEqual: { "aws:PrincipalOrgID": "o-a" } } }],
  ["a whole statement", { Effect: undefined, effect: "Allow", Action: undefined, action: "kms:Decrypt" }],
  ["a kind of principal", { Principal: { aws: away } }],
  ["the name of a service's kind", { Principal: { service: "sns.amazonaws.com" } }],
  ["an id without quotes", { Principal: { AWS: 444455556666 } }],
  ["a Resource", { resource: "*", Resource: undefined }],
])("stays: %s", (_, parts) => {
  const text = textOf(only(rootStatement, statement({ Sid: "use", ...parts })));
  expect(mended(text)).toBe(text);
  const found = checkPolicy(parsePolicyText(text, "json"), own);
  expect(found.filter(({ fixable }) => fixable)).toEqual([]);
  expect(found.filter(({ severity }) => severity !== "suggestion").length).toBeGreaterThan(0);
});

test("where nobody gains by it, a misspelt word is mended", () => {
  const deny = { ...star, Effect: "Deny", Action: "kms:ScheduleKeyDeletoin" };
  const twice = statement({ Sid: "use", Action: ["kms:Decrypt", "kms:Decrpyt"] });
  const after = mended(textOf(only(rootStatement, deny, twice)))!;
  expect(after).toContain("kms:ScheduleKeyDeletion");
  expect(after).not.toContain("Decrpyt");
});

/** Statements before, and the same after: the root principal stands beside everyone, in this or another statement. */
test.each([
  [
    "of its own, and beside the star",
    [rootStatement, { ...star, Principal: { AWS: [root, "*"] } }],
    "redundant",
  ],
  ["of its own, a star elsewhere", [rootStatement, star], "redundant"],
  ["behind the star", [star, rootStatement], "redundant"],
  [
    "as a bare id",
    [star, { ...rootStatement, Principal: { AWS: [account, root.replace("1111", "4444")] } }],
    "x",
  ],
  ["a role in the star's list is told, and stays", [{ ...star, Principal: { AWS: ["*", root, app] } }], "x"],
  [
    "a role beside the star's statement is told, and stays",
    [rootStatement, star, statement({ Sid: "use" })],
    "x",
  ],
])("the account's root principal stays: %s", (_, statements, code) => {
  const text = textOf(only(...(statements as Record<string, unknown>[])));
  const after = mended(text)!;
  expect(rootsIn(after)).toContain(account);
  if (code === "x") return;
  const codes = checkPolicy(parsePolicyText(text, "json"), { account, partition: "aws" }).map(
    (each) => each.code,
  );
  expect(codes.filter((each) => each.startsWith(code))).toEqual([]);
  expect(documentValue(documentOf(parsePolicyText(after, "json"))!)).toEqual(JSON.parse(text));
});

test("what only everyone covers is told and not taken out; a second root entry is", () => {
  const covered = only(rootStatement, star, statement({ Sid: "use" }));
  const text = textOf(covered);
  expect(mended(text)).toBe(text);
  const codes = checkPolicy(parsePolicyText(text, "json"), { account, partition: "aws" });
  expect(codes.find(({ code }) => code === "redundant-statement")).toMatchObject({ fixable: false });
  const twice = { ...rootStatement, Principal: { AWS: [root, account, app] } };
  expect(JSON.parse(mended(textOf(only(twice)))!)).toEqual(
    only({ ...rootStatement, Principal: { AWS: [root, app] } }),
  );
});
