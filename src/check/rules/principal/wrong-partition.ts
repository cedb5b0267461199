import { replaceAt } from "../../fixes.ts";
import { quoted } from "../../quoted.ts";
import { principalRule } from "../../rule.ts";

/** Access never crosses partitions (IAM User Guide). */
export const wrongPartition = principalRule(
  (at, _statement, { facts }) => {
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
  ["partition"],
);
