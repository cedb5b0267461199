import { beforeAll, expect, test } from "vitest";
import { fixPolicy } from "../../src/check/fix-policy.ts";
import { documentOf, loadFormat, parsePolicyText } from "../../src/policy/document.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import { toYaml } from "../../src/policy/yaml/to-yaml.ts";

// Many faults at once: what one edit takes out or writes, another must not.

beforeAll(() => loadFormat("yaml"));

const [dead, deadToo] = ["AROADBQP57FF2AEXAMPLE", "AIDACKCEVSQ6C2EXAMPLE"];
const app = "arn:aws:iam::111122223333:role/App";
const root = {
  Sid: "root",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};
const use = (entries: string | readonly string[], sid = "use") => ({
  Sid: sid,
  Effect: "Allow",
  Principal: { AWS: entries },
  Action: "kms:Decrypt",
  Resource: "*",
});

const cases: readonly (readonly [string, before: readonly unknown[], after: readonly unknown[]])[] = [
  ["all who are named are deleted: the statement goes, no other", [use([dead, deadToo]), root], [root]],
  ["the same behind it", [root, use([dead, deadToo])], [root]],
  ["the same among others", [root, use([dead, deadToo], "gone"), use(app)], [root, use(app)]],
  ["deleted ones around one who stays", [root, use([dead, app, deadToo])], [root, use([app])]],
  [
    "deleted ones beside a service: their kind goes",
    [root, { ...use([dead, deadToo]), Principal: { AWS: [dead, deadToo], Service: "sns.amazonaws.com" } }],
    [root, { ...use([]), Principal: { Service: "sns.amazonaws.com" } }],
  ],
  [
    "three statements that are equal: one stays",
    [root, use(app, "a"), use(app, "b"), use(app, "c")],
    [root, use(app, "a")],
  ],
  [
    "three equal Sids",
    [root, use(app, "root"), use(`${app}2`, "root"), use(`${app}3`, "root3")],
    [root, use(app, "root2"), use(`${app}2`, "root4"), use(`${app}3`, "root3")],
  ],
  [
    "an action in three spellings beside a wildcard",
    [root, { ...use(app), Action: ["kms:Decrypt", "kms:decrypt", "kms:Decrpyt", "kms:Decrypt*"] }],
    [root, { ...use(app), Action: ["kms:Decrypt*"] }],
  ],
  [
    "members with names in lower case, of a Deny: nobody gains by it",
    [
      root,
      {
        sid: "use",
        effect: "Deny",
        principal: { AWS: app },
        action: "kms:Decrypt",
        resource: "*",
      },
    ],
    [root, { ...use(app), Effect: "Deny" }],
  ],
  [
    "the same of an Allow: who is to have it is for somebody to say",
    [root, { sid: "use", effect: "Allow", principal: { AWS: app }, action: "kms:Decrypt", resource: "*" }],
    [root, { sid: "use", effect: "Allow", principal: { AWS: app }, action: "kms:Decrypt", resource: "*" }],
  ],
  [
    "two operators that become one name: the second stays as it is",
    [
      root,
      { ...use(app), Condition: { stringequals: { "aws:userid": "a" }, StringEqual: { "aws:userid": "b" } } },
    ],
    [
      root,
      {
        ...use(app),
        Condition: { stringequals: { "aws:userid": "a" }, StringEquals: { "aws:userid": "b" } },
      },
    ],
  ],
];

const policyOf = (statements: readonly unknown[]) => ({ Version: "2012-10-17", Statement: statements });

const texts = cases.flatMap(([title, before, after]) => {
  const json = JSON.stringify(policyOf(before), null, 2);
  return [
    [title, "json", json, after],
    [title, "on one line", JSON.stringify(policyOf(before)), after],
    [title, "yaml", json, after],
  ] as const;
});

test.each(texts)("%s (%s)", (_, form, json, after) => {
  const document = documentOf(parsePolicyText(json, "json"))!;
  const asYaml = form === "yaml" ? documentOf(parsePolicyText(toYaml(document), "yaml"))! : document;
  const mended = fixPolicy(asYaml, { account: "111122223333", partition: "aws" });
  expect(documentValue(mended)).toEqual(policyOf(after));
});
