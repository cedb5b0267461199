import { unknownIn } from "../../../policy/unknown-values.ts";
import { regionNames } from "../../../policy/region-names.ts";
import { replaceAt } from "../../fixes.ts";
import { nearestOnly } from "../../nearest.ts";
import { quoted } from "../../quoted.ts";
import { testRule, type Draft } from "../../rule.ts";

/**
 * A Region that is in no list of this program: misspelt, or newer than the list (AWS General Reference, "AWS KMS endpoints and quotas").
 * For one key in one Region other rules say that it never is another.
 */
export const unknownRegion = testRule({
  code: "unknown-region",
  severity: "suggestion",
  title: "This kmspol does not know this Region",
  page: () => ({
    trigger:
      "A Region of a condition (aws:RequestedRegion, kms:ViaService, kms:ReplicaRegion) is none that kmspol knows.",
    why: "New Regions appear, and a misspelt one never matches. who-can lists what it lets in, and says that the Region is not known.",
    fix: "Write the Region's code as `aws ec2 describe-regions --all-regions` has it.",
    example: '"aws:RequestedRegion": "eu-wset-1"  =>  "aws:RequestedRegion": "eu-west-1"',
  }),
  run: (test, _statement, { facts }): Draft[] => {
    if (facts.region !== undefined && !facts.multiRegion && ofTheKey.has(test.folded)) return [];
    return test.values.flatMap((at) => {
      const unknown = unknownIn(test.folded, at.text);
      if (unknown?.kind !== "region") return [];
      const message = `${quoted(at.text)} names the Region ${unknown.region}, which this kmspol does not know`;
      const near = nearestOnly(unknown.region, regionNames);
      if (near === undefined) return [{ at, message, hint: "name a Region by its code, such as eu-west-1" }];
      const meant = at.text.replace(unknown.region, near);
      return [{ at, message, hint: `write "${meant}"`, suggestion: replaceAt(at.path, meant) }];
    });
  },
});

const ofTheKey: ReadonlySet<string> = new Set(["aws:requestedregion", "kms:viaservice"]);
