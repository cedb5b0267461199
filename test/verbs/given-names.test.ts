import { expect, test } from "vitest";
import { withGivenNames } from "../../src/target/given-names.ts";

// Tags and aliases of a key that nothing else tells come from --context (IAM User Guide, "aws:ResourceTag").

const blue = new Map([["team", "blue"]]);

test.each([
  ["a tag", {}, { "aws:ResourceTag/team": "blue" }, { tags: blue, aliases: undefined }],
  ["in any case", {}, { "AWS:resourcetag/team": "blue" }, { tags: blue, aliases: undefined }],
  ["an alias", {}, { "kms:ResourceAliases": "alias/a" }, { tags: undefined, aliases: ["alias/a"] }],
  ["two", {}, { "kms:ResourceAliases": ["alias/a", "alias/b"] }, { aliases: ["alias/a", "alias/b"] }],
  [
    "nothing",
    {},
    { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
    { tags: undefined, aliases: undefined },
  ],
  ["what KMS told wins", { tags: blue }, { "aws:ResourceTag/team": "red" }, { tags: blue }],
])("%s", (_what, facts, given, known) => {
  expect(withGivenNames(facts, given)).toMatchObject(known);
});
