import { expect, test } from "vitest";
import { actionsOf } from "../../src/default-view/action-set.ts";
import { crossAccountNotes, worksAcrossAccounts } from "../../src/other-half/cross-account.ts";
import { attachCommand, parseAttachTarget } from "../../src/other-half/attach-command.ts";
import { iamPolicyForKey, inlinePolicyName } from "../../src/other-half/iam-policy.ts";
import { furtherRegions } from "../../src/other-half/replicas.ts";
import { useLists } from "../default-view/console-policies.ts";
import { keys, other, own } from "../default-view/support.ts";

const keyArn = keys.symmetric.arn;
const grantsStatement = {
  Sid: `AllowServiceGrantsOnKeyInAccount${own}`,
  Effect: "Allow",
  Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
  Resource: keyArn,
  Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
};
const useStatement = (actions: readonly string[]) => ({
  Sid: `AllowUseOfKeyInAccount${own}`,
  Effect: "Allow",
  Action: actions,
  Resource: keyArn,
});

test.each([
  ["symmetric", undefined, [useStatement(useLists.symmetric), grantsStatement]],
  ["symmetric", "use", [useStatement(useLists.symmetric)]],
  ["symmetric", "grants", [grantsStatement]],
  ["rsa", undefined, [useStatement(useLists.rsa)]],
  ["signing", undefined, [useStatement(useLists.signing)]],
  ["agreement", undefined, [useStatement(useLists.agreement)]],
  ["hmac", undefined, [useStatement(useLists.hmac)]],
] as const)("the other half for a %s key, only %s", (key, only, expected) => {
  expect(iamPolicyForKey({ keyArn, facts: keys[key], only })).toEqual({
    Version: "2012-10-17",
    Statement: expected,
  });
});

test("every action of the other half works across accounts", () => {
  for (const list of Object.values(useLists)) {
    for (const pattern of list)
      expect([...actionsOf(pattern)].filter((name) => !worksAcrossAccounts(name))).toEqual([]);
  }
});

test("Sids keep letters and digits only", () => {
  const policy = iamPolicyForKey({ keyArn, facts: keys.symmetric, sidSuffix: "Fin-ance_2+x" });
  expect(JSON.stringify(policy)).toContain('"AllowUseOfKeyFinance2x"');
});

test("a multi-Region key: one ARN a Region that was asked for", () => {
  const mrk = `arn:aws:kms:us-east-1:${own}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
  const policy = iamPolicyForKey({
    keyArn: mrk,
    facts: keys.multiRegion,
    only: "use",
    regions: ["eu-west-1"],
  });
  expect(policy).toMatchObject({ Statement: [{ Resource: [mrk, mrk.replace("us-east-1", "eu-west-1")] }] });
  expect(iamPolicyForKey({ keyArn: mrk, facts: keys.multiRegion, only: "use" })).toMatchObject({
    Statement: [{ Resource: mrk }],
  });
});

// Of a policy file's key it is not known where its related keys are: any Region's name will do.
test.each([
  [undefined, ["eu-west-1", "ap-southeast-2", "us-gov-east-1"], undefined],
  [undefined, ["usa"], "write the Region as AWS does"],
  [["us-west-2"], ["us-west-2", "us-east-1"], undefined],
  [["us-west-2"], ["eu-west-1"], "related keys are in us-west-2"],
  [[], ["eu-west-1"], "replicate-key makes one"],
])("related keys in %j, asked for %j: %s", (known, asked, hint) => {
  const relatedArns = known?.map((region) => `arn:aws:kms:${region}:${own}:key/mrk-1`);
  const facts = { ...keys.multiRegion, relatedArns };
  const regions = () => furtherRegions(facts, asked);
  if (hint === undefined) expect(regions()).toEqual(asked);
  else
    expect(regions).toThrow(
      expect.objectContaining({
        code: "no-replica",
        exit: 2,
        hint: expect.stringContaining(hint) as string,
      }) as Error,
    );
});

test.each([
  [{ keyArn: undefined, facts: keys.symmetric }, "key-arn-needed"],
  [{ keyArn: `arn:aws:kms:us-east-1:${own}:alias/app`, facts: keys.symmetric }, "key-arn-needed"],
  [{ keyArn: "*", facts: keys.symmetric }, "key-arn-needed"],
  [{ keyArn, facts: keys.signing, only: "grants" as const }, "grants-need-symmetric-key"],
  [{ keyArn, facts: keys.symmetric, regions: ["eu-west-1"] }, "not-multi-region"],
])("refused: %o", (request, code) => {
  expect(() => iamPolicyForKey(request)).toThrow(expect.objectContaining({ exit: 2, code }) as Error);
});

test("the inline policy's name is one per key and Region, and one that IAM takes", () => {
  const name = inlinePolicyName(keyArn);
  expect(name).toBe("kmspol-us-east-1-1234abcd-12ab-34cd-56ef-1234567890ab");
  expect(name).toMatch(/^[\w+=,.@-]{1,128}$/);
});

test("what does not work across accounts is said", () => {
  const notes = crossAccountNotes(other, { ...keys.symmetric, region: "ap-east-1" }).join("\n");
  expect(notes).toContain("kms:PutKeyPolicy");
  expect(notes).toContain("must have the Region ap-east-1 enabled");
  expect(notes).toContain("does not list the key");
  expect(notes).toContain("AWS managed keys");
  expect(crossAccountNotes(other, keys.symmetric).join()).not.toContain("enabled");
});

test.each([
  ["role/App", { kind: "role", name: "App" }],
  ["user/team/Ann", { kind: "user", name: "Ann" }],
  ["group/Dev", { kind: "group", name: "Dev" }],
  ["App", undefined],
  ["role/a b", undefined],
])("--attach %s", (text, target) => {
  expect(parseAttachTarget(text)).toEqual(target);
});

test("the command that attaches it by hand", () => {
  expect(attachCommand({ kind: "role", name: "App" }, "kmspol-x", "policy.json")).toBe(
    "aws iam put-role-policy --role-name App --policy-name kmspol-x --policy-document file://policy.json",
  );
});
