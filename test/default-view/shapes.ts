import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { loadFormat, type PolicyDocument } from "../../src/policy/document.ts";
import { adminLists, admins, delegation, grants, useLists, users } from "./console-policies.ts";
import { arn, keys, other, own, parse, policy } from "./support.ts";

await loadFormat("yaml");

/** A policy as somebody wrote it by hand. */
export interface Shape {
  readonly name: string;
  readonly document: PolicyDocument;
  readonly facts: KeyFacts;
}

const shape = (name: string, document: PolicyDocument, facts: KeyFacts = keys.symmetric): Shape => ({
  name,
  document,
  facts,
});
const s3 = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
const consoleText = policy(delegation, admins("role/Ops"), users("role/App"), grants("role/App")).text;

/** Hand-written shapes that a verb has to live with. */
export const shapes: readonly Shape[] = [
  shape("no Sids", policy({ who: "root", may: "kms:*" }, { who: "role/App", may: useLists.symmetric })),
  shape("single strings", policy({ who: "root", may: "kms:*" }, { who: "role/App", may: "kms:Decrypt" })),
  shape(
    "a single statement, not in a list",
    parse(`{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "${own}" },
    "Action": "kms:*",
    "Resource": "*"
  }
}
`),
  ),
  shape(
    "principals spread over statements",
    policy(
      delegation,
      { who: ["role/App", "role/Old"], may: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*"] },
      { who: ["role/App"], may: ["kms:GenerateDataKey*", "kms:DescribeKey"] },
    ),
  ),
  shape(
    "use and administration in one statement",
    policy(delegation, {
      who: ["role/App", "role/Ops"],
      may: ["kms:Put*", "kms:Decrypt", "kms:TagResource"],
    }),
  ),
  shape("use under a condition", policy(delegation, { ...users("role/App"), if: s3 })),
  shape("a Deny", policy(delegation, users("role/App"), { deny: true, who: "role/App", may: "kms:Encrypt" })),
  shape(
    "a Deny for all but some",
    parse(
      `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"${arn("root")}"},"Action":"kms:*","Resource":"*"},{"Effect":"Deny","NotPrincipal":{"AWS":["${arn("root")}","${arn("role/Ops")}"]},"Action":"kms:PutKeyPolicy","Resource":"*"}]}`,
    ),
  ),
  shape(
    "an Allow of all actions but some",
    parse(
      `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"${arn("role/Ops")}"},"NotAction":["kms:Decrypt"],"Resource":"*"},{"Effect":"Allow","Principal":{"AWS":"${arn("role/App")}"},"Action":"kms:Decrypt","Resource":"*"}]}`,
    ),
  ),
  shape("a bare account id", policy({ who: own, may: "kms:*" }, users([other, "role/App"]))),
  shape(
    "everyone of the account",
    policy(delegation, {
      who: "*",
      may: useLists.symmetric,
      if: { StringEquals: { "kms:CallerAccount": own } },
    }),
  ),
  shape(
    "services beside principals",
    policy(delegation, {
      who: { AWS: arn("role/App"), Service: "sns.amazonaws.com" },
      may: useLists.symmetric,
    }),
  ),
  shape(
    "actions spelled out, in any case",
    policy(delegation, {
      who: "role/App",
      may: [
        ...["KMS:Encrypt", "kms:decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:DescribeKey"],
        ...["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
        ...["kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext"],
      ],
    }),
  ),
  shape(
    "the key's own ARN as Resource",
    parse(consoleText.replaceAll('"Resource": "*"', `"Resource": "${keys.symmetric.arn}"`)),
  ),
  shape(
    "the usual Sids on other rights",
    policy(users("role/App", ["kms:Decrypt", "kms:Sign"]), admins("role/Ops", ["kms:*"])),
  ),
  shape("all on one line", parse(JSON.stringify(JSON.parse(consoleText)))),
  shape("tabs and CRLF", parse(consoleText.replaceAll("  ", "\t").replaceAll("\n", "\r\n"))),
  shape(
    "everything for a role beside the account",
    policy({ who: ["root", "role/Ops"], may: "kms:*" }, users("role/App")),
  ),
  shape(
    "external roles",
    policy(delegation, users([arn("role/Theirs", other), "role/App"]), grants(arn("role/Theirs", other))),
  ),
  shape(
    "administrators of old",
    policy(delegation, admins(["role/Ops", "user/Ann"], adminLists.A1), users("role/Ops")),
  ),
  shape(
    "deleted principals, in an Allow and in a Deny",
    policy(delegation, users(["AIDACKCEVSQ6C2EXAMPLE", "role/App"]), grants("AROACKCEVSQ6C2EXAMPLE"), {
      ...{ deny: true, who: ["AIDACKCEVSQ6C2EXAMPLE", "role/App"], may: "kms:ScheduleKeyDeletion" },
    }),
  ),
  shape(
    "an account in both spellings, and under a condition",
    policy(delegation, users([other, "role/App"]), {
      ...{ who: arn("root", other), may: ["kms:Decrypt", "kms:DescribeKey"], if: s3 },
    }),
  ),
  shape(
    "deletion in a statement of its own",
    policy(delegation, admins("role/Ops", adminLists["A3-D"]), {
      ...{ sid: "Deletion", who: ["role/Ops", "role/Reaper"] },
      may: ["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"],
    }),
  ),
  shape(
    "administration with a little use",
    policy(delegation, admins(["role/Ops", "role/Lead"], [...adminLists["A4-D"], "kms:Decrypt"])),
  ),
  shape("a signing key", policy(delegation, users("role/App", useLists.signing)), keys.signing),
  shape(
    "YAML, one statement a block",
    parse(
      `Version: "2012-10-17"
Statement:
  # the account first
  - Sid: Enable IAM User Permissions
    Effect: Allow
    Principal:
      AWS: ${arn("root")}
    Action: kms:*
    Resource: "*"
  - Sid: Allow use of the key # the applications
    Effect: Allow
    Principal:
      AWS:
        - ${arn("role/App")}
        - ${arn("role/Old")}
    Action: [kms:Encrypt, kms:Decrypt, "kms:ReEncrypt*", "kms:GenerateDataKey*", kms:DescribeKey]
    Resource: "*"
`,
      "yaml",
    ),
  ),
];
