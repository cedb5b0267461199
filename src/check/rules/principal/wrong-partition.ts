import { replaceAt } from "../../fixes.ts";
import { quoted } from "../../quoted.ts";
import { principalRule } from "../../rule.ts";

/** Access never crosses partitions (IAM User Guide). */
export const wrongPartition = principalRule({
  code: "wrong-partition",
  severity: "error",
  title: "The principal lives in another partition",
  page: () => ({
    trigger: "An entry's partition is not the key's.",
    why: "Partitions (aws, aws-cn, aws-us-gov, …) share no identities: KMS refuses the document.",
    fix: "Write the ARN of the identity in the key's partition.",
    example:
      "arn:aws:iam::111122223333:user/Bob on a key of aws-us-gov  =>  arn:aws-us-gov:iam::111122223333:user/Bob",
  }),
  rejectedByKms: true,
  explainsNoEffect: true,
  needs: ["partition"],
  run: (at, _statement, { facts }) => {
    const { principal } = at;
    if (!("partition" in principal) || principal.partition === undefined) return undefined;
    if (principal.partition === facts.partition) return undefined;
    const own = facts.partition ?? "aws";
    const message = `${quoted(at.value)} is in the partition ${principal.partition}, and the key is in ${own}`;
    const meant = at.value.replace(/^arn:[^:]*:/, `arn:${own}:`);
    return {
      at,
      message,
      hint: `write ${meant}, where that exists; no principal reaches a key of another partition`,
      suggestion: replaceAt(at.path, meant),
    };
  },
});
