import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { beside, facts, statement, textOf } from "./fixture.ts";

// A statement whose time is past gives nobody anything from now on, whichever operator says so; one that a later moment brings back does
// (IAM User Guide, "Date condition operators", "aws:CurrentTime", "aws:EpochTime"). A Deny by aws:TokenIssueTime is how older sessions are
// revoked ("Revoke IAM role temporary security credentials"): it goes on denying them.

const now = new Date("2026-11-24T12:00:00Z");
const past = "2020-01-01T00:00:00Z";
const later = "2030-01-01T00:00:00Z";

const star = { AWS: "*" };
const codesOf = (effect: "Allow" | "Deny", condition: object, more: object = {}): readonly string[] => {
  const principal = effect === "Deny" ? { Principal: star } : {};
  const text = textOf(beside(statement({ Effect: effect, Condition: condition, ...principal, ...more })));
  const parsed = parsePolicyText(text, "json");
  expect(documentOf(parsed)).toBeDefined();
  return checkPolicy(parsed, facts, { now })
    .map(({ code }) => code)
    .filter((code) => code === "statement-without-effect" || code === "date-format");
};

const dead = ["statement-without-effect"];
const current = (operator: string, ...values: readonly string[]) => ({
  [operator]: { "aws:CurrentTime": values },
});
const epoch = (operator: string, value: string) => ({ [operator]: { "aws:EpochTime": value } });

test.each<[string, object, readonly string[]]>([
  ["until a date that is past", current("DateLessThan", past), dead],
  ["until it, that included", current("DateLessThanEquals", past), dead],
  ["until it, if there is a time", current("DateLessThanIfExists", past), dead],
  ["until it, in another case", { DateLessThan: { "AWS:currenttime": past } }, dead],
  ["until the last of several, all past", current("DateLessThan", past, "2021-01-01T00:00:00Z"), dead],
  ["at a moment that is past", current("DateEquals", past), dead],
  ["until seconds that are past", epoch("NumericLessThan", "1577836800"), dead],
  ["until seconds that are past, as a date", epoch("DateLessThan", "1577836800"), dead],
  [
    "until a past date, and with a tag",
    { ...current("DateLessThan", past), StringEquals: { "aws:PrincipalTag/a": "b" } },
    dead,
  ],
  ["until one of several that is to come", current("DateLessThan", past, later), []],
  ["until a date that is to come", current("DateLessThan", later), []],
  ["since a date that is past", current("DateGreaterThan", past), []],
  ["from a date on that is to come", current("DateGreaterThan", later), []],
  ["not at a moment that is past", current("DateNotEquals", past), []],
  ["sessions from before a date that is past", { DateLessThan: { "aws:TokenIssueTime": past } }, []],
  ["sessions with no date, or from before one", { DateLessThanIfExists: { "aws:TokenIssueTime": past } }, []],
])("a Deny %s", (_, condition, wanted) => {
  expect(codesOf("Deny", condition)).toEqual(wanted);
});

test.each<[string, object, readonly string[]]>([
  ["until a date that is past: by its own name", current("DateLessThan", past), ["date-format"]],
  ["until seconds that are past", epoch("NumericLessThanEquals", "1577836800"), dead],
  ["at a moment that is past", current("DateEquals", past), dead],
  ["until one of several that is to come", current("DateLessThan", past, later), []],
  ["to sessions from before a date that is past", { DateLessThan: { "aws:TokenIssueTime": past } }, []],
])("an Allow %s", (_, condition, wanted) => {
  expect(codesOf("Allow", condition)).toEqual(wanted);
});
