import { expect, test } from "vitest";
import { matchesGlob, problemWithGlob } from "../../src/check/glob.ts";

test.each<[string, string, boolean]>([
  ["*.json", "a.json", true],
  ["*.json", "policies/a.json", false],
  ["*.json", ".a.json", false],
  [".*.json", ".a.json", true],
  ["./policies/*.json", "policies/a.json", true],
  ["policies/shared/**", "policies/shared/x/a.json", true],
  ["policies/shared/**", "policies/other/a.json", false],
  ["**/a.json", "a.json", true],
  ["**/a.json", "x/y/a.json", true],
  ["**/a.json", ".x/a.json", false],
  ["**/.x/**/b", "a/.x/c/b", true],
  ["a?.json", "ab.json", true],
  ["a?.json", "a.json", false],
  ["a?.json", "a😀.json", true],
  ["[ab]-[!0-9].json", "b-x.json", true],
  ["[ab]-[!0-9].json", "b-7.json", false],
  ["[^0-9].json", "x.json", true],
  ["[^0-9].json", "7.json", false],
  ["*.{json,yaml}", "a.yaml", true],
  ["{a,b{1,2}}.json", "b2.json", true],
  ["*.{json,yaml}", "a.toml", false],
  ["a\\*.json", "a*.json", true],
  ["a\\*.json", "ab.json", false],
  ["*a*b*c", "xaxbxbxc", true],
])("%s and %s: %s", (glob, path, matches) => {
  expect(problemWithGlob(glob)).toBeUndefined();
  expect(matchesGlob(path, glob)).toBe(matches);
});

test("stars without end are soon decided", () => {
  expect(matchesGlob(`${"a".repeat(200)}.json`, `${"*a".repeat(200)}b`)).toBe(false);
  expect(matchesGlob("a/".repeat(200), `${"**/a/".repeat(100)}b`)).toBe(false);
});

test.each([
  ["", "empty"],
  ["!a.json", "cannot leave out"],
  ["+(a|b).json", "parentheses"],
  ["{a,b}".repeat(20), "too many alternatives"],
  ["a".repeat(1001), "at most 1000"],
])("no glob: %s", (glob, why) => expect(problemWithGlob(glob)).toContain(why));
