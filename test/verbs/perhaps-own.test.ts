import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// An account that something fills in later may be the key's own: what only works there is not known then, neither given nor refused.

const template = (principal: string): string => `
Parameters:
  Who: {Type: String}
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: ${principal}}, Action: ["kms:PutKeyPolicy", "kms:Decrypt"], Resource: "*"}
`;

const account = ["--account", "111122223333"];
const app = '!Sub "arn:aws:iam::${Who}:role/App"';

const asked = async (principal: string, ...words: readonly string[]) => {
  const place = await newPlace();
  await writeFile(join(place.work, "key.yaml"), template(principal));
  const [verb = "", ...rest] = words;
  return kmspol(place, undefined, [verb, "key.yaml", ...rest, ...account]);
};

test.each([
  ["a role", app],
  ["a user", '!Sub "arn:aws:iam::${Who}:user/App"'],
  ["the whole account, by its ARN", '!Sub "arn:aws:iam::${Who}:root"'],
  ["the whole account, by its id", "!Ref Who"],
])("%s of it may have what works in the own account alone", async (_, principal) => {
  const { stdout } = await asked(principal, "who-can", "--json");
  const { access } = JSON.parse(stdout) as { access: { actions: string[]; undecided?: string }[] };
  expect(access.flatMap(({ actions }) => actions)).toContain("kms:PutKeyPolicy");
  expect(access.map(({ undecided }) => undecided)).toEqual(
    access.map(() => "the parameter Who has no value"),
  );
  const shown = await asked(principal, "show");
  expect(shown.stdout).toMatch(/ {2,}\? +· +· +\? +· /);
});

test("can, which says the same, is undecided", async () => {
  const { stdout } = await asked(app, "can", "arn:aws:iam::${Who}:role/App", "kms:PutKeyPolicy", "--json");
  expect(JSON.parse(stdout)).toHaveProperty(
    "undecided",
    expect.stringContaining("the parameter Who has no value"),
  );
});

test("check says neither that nobody could manage the key, nor that the action does nothing", async () => {
  const { stdout } = await asked(app, "check", "--json");
  const { findings } = JSON.parse(stdout) as { findings: { code: string }[] };
  const codes = findings.map(({ code }) => code);
  expect(codes).toContain("opaque-principal");
  expect(codes).not.toContain("lockout");
  expect(codes).not.toContain("external-action-inert");
});

test.each([
  ["own", "111122223333", true],
  ["another", "444455556666", false],
])("once it is told to be %s, it is known", async (_, id, may) => {
  const { stdout } = await asked(app, "who-can", "--set", `Who=${id}`, "--json");
  const { access } = JSON.parse(stdout) as { access: { actions: string[]; undecided?: string }[] };
  expect(access.flatMap(({ actions }) => actions).includes("kms:PutKeyPolicy")).toBe(may);
  expect(access.every(({ undecided }) => undecided === undefined)).toBe(true);
});
