import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Access } from "../../src/access/types.ts";
import type { KeyDiff } from "../../src/change/key-diff.ts";
import type { Finding } from "../../src/check/finding.ts";
import { newPlace, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

const withExamples = async (): Promise<Place> => {
  const place = await newPlace();
  await cp("test/container/worked", place.work, { recursive: true });
  return place;
};

const run = async (line: string, place?: Place) =>
  kmspol(place ?? (await withExamples()), undefined, line.split(" "));

const json = async <T>(line: string): Promise<T> => JSON.parse((await run(`${line} --json`)).stdout) as T;

const account = "--account 111122223333";

describe("what a template says is what the bare policy says", () => {
  test.each([
    [
      "01-sub-list-and-join/short.yaml",
      "01-sub-list-and-join/equivalent.json",
      `${account} --partition aws --region eu-west-1`,
    ],
    ["01-sub-list-and-join/short.yaml", "01-sub-list-and-join/long.json", account],
    [
      "02-if-and-novalue/template.yaml",
      "02-if-and-novalue/when-true.json",
      `${account} --set Stage=production`,
    ],
    ["02-if-and-novalue/template.yaml", "02-if-and-novalue/when-false.json", `${account} --set Stage=test`],
  ])("%s and %s", async (template, bare, flags) => {
    const diff = await json<{ equivalent: boolean }>(`diff ${template} ${bare} ${flags}`);
    expect(diff.equivalent).toBe(true);
  });

  test("both branches of an open condition are shown", async () => {
    const { access } = await json<{ access: readonly Access[] }>("who-can 02-if-and-novalue/template.yaml");
    const restore = access.find(({ principal }) => principal.endsWith("role/Restore"));
    expect(restore?.when).toEqual([[{ key: "template:IsProduction", test: "Bool", values: ["true"] }]]);
    expect(access.filter(({ when }) => JSON.stringify(when).includes("Null"))).toEqual([]);
  });

  test("what only the deployment knows is undecided, by its name", async () => {
    const { access } = await json<{ access: readonly Access[] }>("who-can 03-parameters/template.yaml");
    const open = access.filter(({ undecided }) => undecided !== undefined);
    expect(open.map(({ principal, undecided }) => [principal, undecided])).toEqual([
      ["${ReaderArn}", "the parameter ReaderArn has no value"],
      ["${AuditorArn}", "the parameter AuditorArn has no value"],
    ]);
  });
});

describe("check", () => {
  test.each<[file: string, found: readonly string[]]>([
    ["01-sub-list-and-join/short.yaml", ["service-principal-unscoped 22:24 LedgerKey"]],
    ["02-if-and-novalue/template.yaml", ["external-account-access 30:38 VaultKey"]],
    [
      "03-parameters/template.yaml",
      [
        "account-id-short-form 32:31 ShareKey",
        "account-id-short-form 32:31 ShareKey",
        "external-account-access 32:31 ShareKey",
        "external-account-access 32:31 ShareKey",
        "opaque-principal 37:32 ShareKey",
        "opaque-principal 37:48 ShareKey",
      ],
    ],
    ["13-not-a-policy/macro.template.yaml#TeamKey", ["policy-unknown 7:9 TeamKey"]],
  ])("%s", async (file, found) => {
    const one = await json<{ target: { key: string }; findings: readonly Finding[] }>(`check ${file}`);
    const told = one.findings.map(({ code, line, column }) => `${code} ${line}:${column} ${one.target.key}`);
    expect(told).toEqual(found);
  });

  test("SARIF tells keys of one file apart", async () => {
    const sarif = await run("check 11-diff-of-templates/new.yaml --format sarif --fail-on never");
    expect(sarif.stdout).toContain("public-access:ExportKey:/Statement/1/Principal");
    expect(sarif.stdout).toContain('"startLine": 36');
    expect(sarif.stdout).toContain('"fullyQualifiedName": "Resources.ExportKey"');
    const junit = await run("check 11-diff-of-templates/new.yaml --format junit --fail-on never");
    expect(junit.stdout).toContain('type="security">11-diff-of-templates/new.yaml:36:56\n');
    const github = await run("check 11-diff-of-templates/new.yaml --format github --fail-on never");
    expect(github.stdout).toContain("col=56,title=security public-access in ExportKey::");
    const gitlab = await run("check 11-diff-of-templates/new.yaml --format gitlab --fail-on never");
    expect(gitlab.stdout).toContain('"description": "ExportKey: this Allow is for');
  });
});

describe("changes", () => {
  test("only the text of the policy changes, and back it is what it was", async () => {
    const place = await withExamples();
    const file = join(place.work, "04-own-roles-and-edit/template.yaml");
    const before = await readFile(file, "utf8");
    const added = await run("add-user 04-own-roles-and-edit/template.yaml role/Report --yes", place);
    expect(added.exit).toBe(0);
    const expected = join(place.work, "04-own-roles-and-edit/after-add-user-Report.yaml");
    expect(await readFile(file, "utf8")).toBe(await readFile(expected, "utf8"));
    await run("undo 04-own-roles-and-edit/template.yaml#OrdersKey --yes", place);
    expect(await readFile(file, "utf8")).toBe(before);
    await run("add-user 04-own-roles-and-edit/template.yaml role/Report --yes", place);
    await run("remove-user 04-own-roles-and-edit/template.yaml role/Report --yes", place);
    expect(await readFile(file, "utf8")).toBe(before);
  });

  test.each([
    ["remove-user 03-parameters/template.yaml arn:aws:iam::444455556666:root --yes", "edit-in-parameter"],
    ["remove-user 02-if-and-novalue/template.yaml role/Reader --yes", "edit-in-branch"],
    ["add-user 13-not-a-policy/macro.template.yaml#PlainKey role/A --yes", "no-policy-to-edit"],
    ["add-user cdk.json#Key role/A --yes", "generated-file"],
  ])("%s is refused: %s", async (line, code) => {
    const place = await withExamples();
    const cdk = (await readFile("test/container/worked/01-sub-list-and-join/long.json", "utf8"))
      .replace('"LedgerKey"', '"Key"')
      .replace('"Properties"', '"Metadata": { "aws:cdk:path": "Stack/Key" }, "Properties"');
    await writeFile(join(place.work, "cdk.json"), cdk);
    const ended = await run(`${line} --json`, place);
    expect(ended.exit).toBe(3);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code } });
  });
});

test("two templates are compared key by key", async () => {
  const { keys } = await json<{ keys: readonly KeyDiff[] }>(
    `diff 11-diff-of-templates/old.yaml 11-diff-of-templates/new.yaml ${account}`,
  );
  expect(keys.map(({ selector, change, equal, retained }) => [selector, change, equal, retained])).toEqual([
    ["AppKey", "changed", false, undefined],
    // The same in other words: a Sub for a Join.
    ["LogKey", "same", false, undefined],
    ["ExportKey", "added", false, undefined],
    ["RetiredKey", "removed", false, true],
  ]);
  expect(keys[0]?.gained.map(({ principal }) => principal)).toEqual([
    "arn:aws:iam::444455556666:role/Partner",
    "${Reader}",
  ]);
  expect(keys[0]?.lost.map(({ principal }) => principal)).toEqual(["${Nightly}"]);
});
