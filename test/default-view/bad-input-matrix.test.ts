import { join } from "node:path";
import { expect, test } from "vitest";
import { writeProfiles } from "../../src/sandbox/profiles.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// Each kind of bad input meets each verb that it can be given to: exit 2 (say it right) or 3 (not possible), a next step
// that is right for that verb, and nothing written.

const own = "111122223333";
const theirs = "444455556666";
const arn = (what: string, account = own) => `arn:aws:iam::${account}:${what}`;

const adding = ["add-admin", "add-user"];
const removing = ["remove-admin", "remove-user"];
const accounts = ["grant-account", "revoke-account"];

type Row = readonly [operand: string, verbs: readonly string[], exit: 2 | 3, code: string, next: RegExp];

const principals: readonly Row[] = [
  // A group.
  [arn("group/finance"), adding, 2, "group-principal", /add-group alias\/app finance --expand adds/],
  ["group/finance", adding, 2, "group-principal", /add-group alias\/app finance --via-iam gives/],
  [arn("group/finance"), removing, 2, "group-principal", /^name its users one by one/],
  [arn("group/finance"), accounts, 2, "group-principal", /users/],
  // An instance profile.
  [arn("instance-profile/Web"), [...adding, ...removing], 2, "iam-only-arn", /name its role/],
  [arn("instance-profile/Web"), accounts, 2, "iam-only-arn", /name its role/],
  ["instance-profile/Web", adding, 2, "iam-only-arn", /name its role/],
  // A policy.
  ["arn:aws:iam::aws:policy/PowerUserAccess", adding, 2, "iam-only-arn", /user\/NAME, role\/NAME/],
  [arn("policy/Use"), [...adding, ...removing, ...accounts], 2, "iam-only-arn", /user\/NAME, role\/NAME/],
  // An account with 11 digits, with 13, with dashes where the console has none.
  [
    "44445555666",
    [...adding, ...removing, ...accounts],
    2,
    "invalid-account-id",
    /all 12 digits; add-user .* user\/44445555666/,
  ],
  ["4444555566667", [...adding, ...removing, ...accounts], 2, "invalid-account-id", /all 12 digits/],
  ["444455-556666", [...adding, ...removing, ...accounts], 2, "invalid-account-id", /^write 444455556666/],
  // An account where only users and roles will do; the key's own where only another will.
  [theirs, ["add-admin"], 3, "account-as-admin", /name a user or a role of the key's account/],
  [own, accounts, 3, "own-account", /add-user names users and roles/],
  [arn("root"), accounts, 3, "own-account", /add-group --via-iam/],
  // A single principal where an account is meant, and an administrator from elsewhere.
  [
    arn("role/Reader", theirs),
    ["grant-account"],
    2,
    "invalid-account-id",
    /add-user alias\/app .*role\/Reader/,
  ],
  [arn("role/Reader", theirs), ["add-admin"], 3, "external-admin", /make a role in 111122223333/],
  // Another partition.
  [`arn:aws-cn:iam::${own}:role/App`, [...adding, ...removing], 3, "wrong-partition", /never crosses/],
  [`arn:aws-us-gov:iam::${theirs}:root`, accounts, 3, "wrong-partition", /never crosses partitions/],
  // A wildcard.
  ["*", [...adding, ...removing, ...accounts], 2, "wildcard-in-principal", /user\/NAME, role\/NAME/],
  [arn("role/App*"), [...adding, ...removing, ...accounts], 2, "wildcard-in-principal", /name each/],
  ["role/*", [...adding, ...removing], 2, "wildcard-in-principal", /name each user or role/],
  // A misspelt name.
  ["user/alcie", adding, 2, "unknown-principal", /did you mean user\/alice\?/],
  ["role/Auditr", adding, 2, "unknown-principal", /did you mean role\/Auditor\?/],
  [arn("role/Apq"), adding, 2, "unknown-principal", /did you mean role\/App\?/],
  ["user/nobody-like-this", adding, 2, "unknown-principal", /check the spelling/],
  // IAM has one of that name; who is taken out is looked for in the policy.
  ["alice", adding, 2, "malformed-principal-arn", /user\/alice(?! or)/],
  ["alice", removing, 2, "malformed-principal-arn", /user\/alice or role\/alice/],
  // A service, a deleted principal, a federated session.
  ["sns.amazonaws.com", adding, 2, "malformed-principal-arn", /grant-service alias\/app sns/],
  ["sns.amazonaws.com", removing, 2, "malformed-principal-arn", /by hand: kmspol edit alias\/app/],
  ["AROAEXAMPLEEXAMPLE12", adding, 2, "deleted-principal", /kmspol prune alias\/app/],
  [`arn:aws:sts::${own}:federated-user/Ann`, adding, 2, "session-principal", /IAM user/],
];

const withOperand = principals.flatMap(([operand, verbs, exit, code, next]) =>
  verbs.map((verb) => ({ verb, operand, exit, code, next })),
);

const failure = async (...args: readonly string[]) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const before = sandbox.policyOf("alias/app");
  const environment = await writeProfiles(sandbox, join(place.root, "aws"));
  const run = await kmspol(place, sandbox, [...args, "--yes", "--json"], { environment });
  expect(samePolicy(sandbox.policyOf("alias/app"), before)).toBe(true);
  expect(sandbox.requests.filter(({ operation }) => /^(Put|Create|Delete)/.test(operation))).toEqual([]);
  const { error } = JSON.parse(run.stdout) as { error: { code: string; hint?: string } };
  return { exit: run.exit, code: error.code, hint: error.hint ?? "" };
};

test.each(withOperand)(
  "$verb alias/app $operand: $exit, $code",
  async ({ verb, operand, exit, code, next }) => {
    expect(await failure(verb, "alias/app", operand)).toEqual({
      ...{ exit, code },
      hint: expect.stringMatching(next) as string,
    });
  },
);

// Keys whose policy nobody can change from here: every verb says so before it looks at anything else.
const foreign = `arn:aws:kms:eu-west-1:${theirs}:key/1a2b3c4d-5e6f-1a2b-3c4d-5e6f1a2b3c4d`;
const everyVerb: readonly (readonly string[])[] = [
  ["add-admin", "role/Reader"],
  ["remove-admin", "role/Reader"],
  ["add-user", "role/Reader"],
  ["remove-user", "role/Reader"],
  ["allow-deletion"],
  ["deny-deletion"],
  ["grant-account", "777788889999"],
  ["revoke-account", "777788889999"],
  ["add-group", "analysts", "--expand"],
  ["add-group", "analysts", "--via-iam"],
  ["grant-service", "sns", "--source-account", own],
  ["prune"],
  ["upgrade"],
];

test.each(everyVerb)(
  "%s on a key of another account, which can be described",
  async (verb = "", ...operands) => {
    expect(await failure(verb, foreign, ...operands)).toEqual({
      ...{ exit: 3, code: "foreign-key" },
      hint: expect.stringContaining(`use a --profile of ${theirs}`) as string,
    });
  },
);

test.each(everyVerb)("%s on an AWS managed key", async (verb = "", ...operands) => {
  expect(await failure(verb, "alias/aws/s3", ...operands)).toEqual({
    ...{ exit: 3, code: "aws-managed-key" },
    hint: expect.stringContaining("kmspol list shows them") as string,
  });
});

test("looking at a key of another account: no permission would help", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const { exit, stderr } = await kmspol(place, sandbox, ["show", foreign]);
  expect(exit).toBe(5);
  expect(stderr).toContain(
    `kms:GetKeyPolicy never works on a key of another account: use a --profile of account ${theirs}`,
  );
});

// A removal of somebody who is not there is no error, it may be the second time. But it may be a slip of the pen.
test.each([
  ["remove-user alias/app role/Ap", "The policy names role/Ap nowhere; did you mean role/App?"],
  ["remove-admin alias/app role/Admn", "The policy names role/Admn nowhere; did you mean role/Admin?"],
  ["remove-user alias/app user/zoe", "The policy names user/zoe nowhere."],
  ["remove-user alias/legacy user/bbo", "The policy names user/bbo nowhere; did you mean user/team/bob?"],
  ["revoke-account alias/global 444455556667", "names 444455556667 nowhere; did you mean 444455556666?"],
])("%s changes nothing and says: %s", async (typed, words) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const run = await kmspol(place, sandbox, [...typed.split(" "), "--yes"]);
  expect([run.exit, run.stderr.replaceAll(/\s+/g, " ")]).toEqual([0, expect.stringContaining(words)]);
  expect(`${run.stdout}${run.stderr}`).toContain("nothing to change");
});

test.each([
  ["grant-service alias/app lex-v2 --source-account 111122223333", "it gets the key users' actions."],
])("%s says: %s", async (typed, words) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const run = await kmspol(place, sandbox, [...typed.split(" "), "--dry-run"]);
  expect([run.exit, run.stderr.replaceAll(/\s+/g, " ")]).toEqual([0, expect.stringContaining(words)]);
});
