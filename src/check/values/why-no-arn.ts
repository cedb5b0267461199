import type { KeyFacts } from "../../policy/key-facts.ts";

const partitions = /^aws(?:-cn|-us-gov|-eusc|-iso|-iso-b|-iso-e|-iso-f)?$/;

/** What is said of an ARN that is cut short. */
export const sixParts = "an ARN has six parts, arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE";

/** What is wrong with an ARN, by its parts (AWS General Reference, "ARN format"); undefined where it is none, or the rest is wrong. */
export const whyNoArn = (text: string, facts: KeyFacts): string | undefined => {
  if (!/^arn:/i.test(text)) return undefined;
  const [, partition = "", service = "", region = "", account = "", ...rest] = text.split(":");
  if (rest.length === 0) return sixParts;
  if (/[*?]/.test(partition + service + region + account)) return undefined;
  if (facts.partition !== undefined && partition !== facts.partition)
    return `it is in the partition ${partition}, and the key is in ${facts.partition}`;
  if (!partitions.test(partition)) return `there is no partition ${partition}`;
  if (service === "iam" && region !== "") return "an ARN of IAM has no Region";
  if (/^[\d -]+$/.test(account) && !/^\d{12}$/.test(account))
    return `the account in it, ${account}, is not 12 digits`;
  return undefined;
};
