import { UsageError } from "../errors.ts";
import { type NextCommand, type Sentence, sentence } from "../next-command.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { parseKeyArn } from "./key-arn.ts";

/**
 * The Regions beyond the key's own that an IAM policy is to cover, as the user named them. Throws UsageError (`no-replica`)
 * for a Region where KMS tells of no replica; of a policy file's key nothing more is known than the user says.
 */
export const furtherRegions = (facts: KeyFacts, regions: readonly string[]): readonly string[] => {
  // A key of one Region alone is refused by iamPolicyForKey, in words of its own.
  if (facts.multiRegion === false) return regions;
  const known = facts.relatedArns && otherRegions(facts);
  const stranger = regions.find(
    (region) =>
      region !== facts.region && !(known?.includes(region) ?? /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)),
  );
  if (stranger === undefined) return regions;
  throw new UsageError("no-replica", `the key has no related key in ${stranger}`, {
    hint: whereRelated(known),
  });
};

const whereRelated = (known: readonly string[] | undefined): string => {
  if (!known) return "write the Region as AWS does, such as eu-west-1";
  return known.length > 0
    ? `related keys are in ${known.join(", ")}`
    : "it has none yet: aws kms replicate-key makes one";
};

/** The Regions of the other keys of a multi-Region key. */
export const otherRegions = ({ relatedArns = [] }: KeyFacts): readonly string[] =>
  relatedArns.map((arn) => parseKeyArn(arn).region);

/**
 * What is left to do for the other keys of a multi-Region key, one sentence each: every one has a policy of its own, which
 * KMS never synchronises (KMS Developer Guide, "Multi-Region keys"). `command` is what does the same there.
 */
export const replicaNotes = (
  { relatedArns = [] }: KeyFacts,
  does: string,
  command: NextCommand,
): readonly Sentence[] =>
  relatedArns.map(
    (on) =>
      sentence`The related key in ${parseKeyArn(on).region} has a policy of its own, which stays as it is. ${does}: ${{ ...command, on }}`,
  );
