import { wordsOfKeys } from "./kms-words.ts";
import { hasStandIn } from "./symbols.ts";
import { regionNames } from "./region-names.ts";
import { shape, type Shape } from "./value-shape.ts";

/** What of a value is in no list of this program, though newer ones may have it: a word of KMS, or the Region of this name. */
export type UnknownValue = { readonly kind: "word" } | { readonly kind: "region"; readonly region: string };

/**
 * Whether a value of a condition key (in any case) names what nobody knew when this program was made: KMS and AWS add words and Regions.
 * Such a value may match one day, so that no answer may say that it gives nobody anything, nor that it does. Pure; throws nothing.
 */
export const unknownIn = (key: string, value: string): UnknownValue | undefined => {
  const folded = key.toLowerCase();
  if (value.includes("${") || hasStandIn(value)) return undefined;
  const words = openWords(folded);
  if (words) return words.meets(value) ? undefined : { kind: "word" };
  const region = regionIn(folded, value);
  return region === undefined || regionNames.includes(region) ? undefined : { kind: "region", region };
};

const shapes = new Map<string, Shape>();

/** The words of a key whose list may grow. Who calls is of a few types: that list is closed (IAM User Guide, aws:PrincipalType). */
const openWords = (folded: string): Shape | undefined => {
  const words = folded === "aws:principaltype" ? undefined : wordsOfKeys.get(folded);
  if (!words) return undefined;
  const made = shapes.get(folded) ?? shape(words.join("|"));
  shapes.set(folded, made);
  return made;
};

const ofRegions: ReadonlySet<string> = new Set([
  "aws:requestedregion",
  "kms:replicaregion",
  "kms:primaryregion",
]);

const regionIn = (folded: string, value: string): string | undefined => {
  if (ofRegions.has(folded)) return /^[a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2}$/.exec(value)?.[0];
  if (folded !== "kms:viaservice") return undefined;
  return /^[a-z0-9-]+\.([a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2})\.amazonaws\.com$/.exec(value)?.[1];
};
