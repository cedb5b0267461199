import { describe, expect, test } from "vitest";
import { publicNotKnown } from "../../src/default-view/public-not-known.ts";
import { parseOperand } from "../../src/default-view/operand.ts";
import { remainingNotes } from "../../src/default-view/remaining.ts";
import { administrationRights, allRights, useRights } from "../../src/default-view/role-rights.ts";
import { roleNames } from "../../src/default-view/limits/only-role.ts";
import { isWhole, sharesOfUser } from "../../src/default-view/limits/share-options.ts";
import { unnamedNotes } from "../../src/default-view/unnamed.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { opaqueAccount, opaquePrincipal, throughAnotherProvider } from "../../src/policy/symbols.ts";
import { delegation, useLists } from "./console-policies.ts";
import { arn, keys, other, own, policy, type Short } from "./support.ts";

// What is said of somebody whom the policy names nowhere, who keeps something, or who may be anybody.

const facts = keys.symmetric;
const by = (key: string, ...values: readonly string[]) => ({
  StringEquals: { [key]: values },
});

describe("whom the policy names nowhere", () => {
  const of = (who: string, ...short: readonly Short[]) =>
    unnamedNotes(policy(delegation, ...short), [parseOperand(who, facts)], facts, useRights(facts));
  const app: Short = {
    who: ["role/App", "user/Ana", other],
    may: "kms:Decrypt",
  };

  test.each<[what: string, who: string, short: readonly Short[], said: string | undefined]>([
    ["somebody named", "role/App", [app], undefined],
    ["somebody named in any of several", "user/Ana", [{ who: "role/B", may: "kms:Decrypt" }, app], undefined],
    [
      "somebody named in a Deny",
      "role/C",
      [app, { deny: true, who: "role/C", may: "kms:Decrypt" }],
      undefined,
    ],
    [
      "somebody whom a condition lets in",
      "role/C",
      [
        app,
        {
          who: "*",
          may: "kms:Decrypt",
          if: by("aws:PrincipalArn", arn("role/C")),
        },
      ],
      undefined,
    ],
    [
      "somebody whom a condition keeps out",
      "role/Cdef",
      [
        app,
        {
          who: "*",
          may: "kms:Decrypt",
          if: { StringNotEquals: { "aws:PrincipalArn": arn("role/Cdef") } },
        },
      ],
      "The policy names role/Cdef nowhere.",
    ],
    ["a near name", "role/Ap", [app], "The policy names role/Ap nowhere; did you mean role/App?"],
    [
      "a near name of another kind",
      "user/App",
      [app],
      "The policy names user/App nowhere; did you mean user/Ana?",
    ],
    ["no near name", "role/Something", [app], "The policy names role/Something nowhere."],
    [
      "a near account",
      "444455556667",
      [app],
      "The policy names 444455556667 nowhere; did you mean 444455556666?",
    ],
    ["the key's own account is none", "111122223334", [app], "The policy names 111122223334 nowhere."],
    [
      "a near name of another account is told whole",
      arn("role/Ap", other),
      [{ who: arn("role/App", other), may: "kms:Decrypt" }],
      `The policy names ${arn("role/Ap", other)} nowhere; did you mean ${arn("role/App", other)}?`,
    ],
  ])("%s", (what, who, short, said) => {
    const notes = of(who, ...short);
    // Which of two short names is near is the speller's choice.
    if (what === "a near name of another kind") expect(notes.join()).not.toContain("role/App?");
    else expect(notes).toEqual(said === undefined ? [] : [said]);
  });
});

describe("what somebody keeps", () => {
  const kept = (who: string, taking: Parameters<typeof remainingNotes>[2], ...short: readonly Short[]) =>
    remainingNotes(policy(...short), [parseOperand(who, facts)], taking, facts).map((note) =>
      note.replace(/ through statement \d+.*$/, ""),
    );
  const use = useRights(facts);
  const session = `arn:aws:sts::${own}:assumed-role/App/s`;
  const set = {
    ArnLike: {
      "aws:PrincipalArn": `arn:aws:iam::${own}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Dev_${"?".repeat(16)}`,
    },
  };

  test.each<
    [what: string, who: string, taking: typeof use, short: readonly Short[], said: readonly string[]]
  >([
    [
      "by IAM of its account",
      "role/App",
      use,
      [delegation],
      [`IAM policies of account ${own} can still give use of the key`],
    ],
    ["not by IAM of another one", "role/App", use, [{ who: other, may: "kms:*" }], []],
    [
      "not where the account has nothing of it",
      "role/App",
      use,
      [{ who: "root", may: "kms:PutKeyPolicy" }],
      [],
    ],
    ["not an account by its own name", other, allRights, [{ who: other, may: "kms:*", deny: true }], []],
    [
      "by the right to give it",
      "role/App",
      use,
      [{ who: "role/App", may: "kms:CreateGrant" }],
      [`${arn("role/App")} keeps kms:CreateGrant, with which it can give use of the key to anyone,`],
    ],
    [
      "not where administration is taken",
      "role/App",
      administrationRights,
      [{ who: "role/App", may: "kms:CreateGrant" }],
      [],
    ],
    [
      "by a session of the role",
      "role/App",
      use,
      [{ who: session, may: "kms:Decrypt" }],
      [`A session of ${arn("role/App")} keeps use of the key`],
    ],
    ["not by one of another role", "role/Ap", use, [{ who: session, may: "kms:Decrypt" }], []],
    ["not a user by a session", "user/App", use, [{ who: session, may: "kms:Decrypt" }], []],
    [
      "not by a session of another account",
      "role/App",
      use,
      [{ who: session.replace(own, other), may: "kms:Decrypt" }],
      [],
    ],
    [
      "not by a session that may do something else",
      "role/App",
      use,
      [{ who: session, may: "kms:PutKeyPolicy" }],
      [],
    ],
    [
      "not by what is let in as a permission set",
      "role/App",
      use,
      [{ who: "root", may: useLists.symmetric, if: set }],
      [],
    ],
    [
      "but the set by it",
      "sso/Dev",
      use,
      [{ who: "root", may: useLists.symmetric, if: set }],
      [`IAM policies of account ${own} can still give use of the key`],
    ],
    ["not by a Deny", "role/App", use, [{ who: "role/App", deny: true, may: "kms:CreateGrant" }], []],
  ])("%s", (_, who, taking, short, said) => {
    expect(kept(who, taking, ...short)).toEqual(said);
  });

  test("decryption and encryption by re-encryption", () => {
    const of = (what: string, core: string, keeps: string) =>
      kept("role/App", { ...use, what, core: () => new Set([core]) }, { who: "role/App", may: keeps });
    expect(of(roleNames.decrypt, "kms:Decrypt", "kms:ReEncryptFrom").join()).toContain(
      "put under another key",
    );
    expect(of(roleNames.encrypt, "kms:Encrypt", "kms:ReEncryptTo").join()).toContain("put under this one");
    expect(of(roleNames.decrypt, "kms:Decrypt", "kms:ReEncryptTo")).toEqual([]);
    expect(of(roleNames.sign, "kms:Sign", "kms:ReEncryptFrom")).toEqual([]);
  });
});

describe("who may turn out to be anyone", () => {
  const open = opaquePrincipal("UnnamedTestsPrincipal", "it is filled in later");
  const ofOther = opaqueAccount("UnnamedTestsOther", throughAnotherProvider("made"));
  const found = (...short: readonly Short[]) =>
    publicNotKnown(readPolicy(policy(delegation, ...short)), facts);

  test.each<[what: string, short: readonly Short[], principals: readonly string[]]>([
    ["whom something fills in", [{ who: open, may: "kms:Decrypt" }], [open]],
    [
      "once each",
      [
        { who: open, may: "kms:Decrypt" },
        { who: [open, "role/App"], may: "kms:Encrypt" },
      ],
      [open],
    ],
    ["nobody who is named", [{ who: "role/App", may: "kms:Decrypt" }], []],
    ["nobody of another account", [{ who: ofOther, may: "kms:Decrypt" }], []],
    ["nobody who is denied", [{ who: open, deny: true, may: "kms:Decrypt" }], []],
    [
      "not where a Deny keeps strangers out",
      [
        { who: open, may: "kms:Decrypt" },
        {
          who: "*",
          deny: true,
          may: "kms:Decrypt",
          if: { StringNotEquals: { "aws:PrincipalAccount": own } },
        },
      ],
      [],
    ],
    [
      "not where a condition does",
      [{ who: open, may: "kms:Decrypt", if: by("aws:PrincipalAccount", own) }],
      [],
    ],
  ])("%s", (_, short, principals) => {
    expect(found(...short)).toEqual(principals);
  });
});

test("what is asked for whole, and in which shares", () => {
  const limits = [{ operator: "StringEquals", key: "kms:ViaService", values: ["s3"] }];
  expect([
    isWhole({}),
    isWhole({ only: [], limits: [] }),
    isWhole({ only: ["decrypt"] }),
    isWhole({ limits }),
  ]).toEqual([true, true, false, false]);
  expect(sharesOfUser({}, facts)).toEqual(["use", "grants"]);
  expect(sharesOfUser({}, keys.signing)).toEqual(["use"]);
  expect(sharesOfUser({ only: ["decrypt", "encrypt", "decrypt"] }, facts)).toEqual(["encrypt", "decrypt"]);
});
