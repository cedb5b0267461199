/** What stands for a name in a text: `symbols.ts` makes it. */
const standIn = /kmspol-later-\d{10}|\b99\d{10}\b/;

/** Before a partition that only the deployment knows, within a text that is not whole yet. */
const partitionMark = "\uE000";
/** ARNs that were written with such a partition, up to their first wildcard. */
const ofOpenPartition = new Set<string>();
/** The accounts known by a name alone whose ARNs were written so: what is told of another identity of theirs is told so, too. */
const ofOpenAccount = new Set<string>();
const beforeWildcard = (arn: string): string => arn.replace(/[*?].*$/s, "");

/** A partition that only the deployment knows: the usual one, with a mark until the text is whole. */
export const openPartition = (usual: string): string => partitionMark + usual;

/** Whether a text, not whole yet, has a partition that only the deployment knows. */
export const isPartitionOpen = (text: string): boolean => text.includes(partitionMark);

/**
 * A whole text with the usual partition for one that only the deployment knows: it is read with that, and told with its name. That is
 * kept of ARNs with another symbol alone, which cannot be meant by what somebody wrote out.
 */
export const withUsualPartition = (text: string): string => {
  if (!text.includes(partitionMark)) return text;
  const usual = text.replaceAll(partitionMark, "");
  const isOpen = text.startsWith(`arn:${partitionMark}`) && standIn.test(usual);
  if (isOpen) {
    ofOpenPartition.add(beforeWildcard(usual));
    const account = /^arn:[a-z0-9-]+:(?:iam|sts)::(99\d{10}):/.exec(usual)?.[1];
    if (account !== undefined) ofOpenAccount.add(account);
  }
  return usual;
};

/** A text with the name of the partition in each ARN that was written with an open one. */
export const withOpenPartitions = (text: string): string =>
  ofOpenPartition.size === 0
    ? text
    : text.replace(/\barn:aws:[^\s"'`<>,()\\]+/g, (arn) =>
        hasOpenPartition(arn) ? arn.replace("arn:aws:", "arn:${AWS::Partition}:") : arn,
      );

const hasOpenPartition = (arn: string): boolean =>
  ofOpenPartition.has(beforeWildcard(arn)) ||
  ofOpenAccount.has(/^arn:aws:(?:iam|sts)::(99\d{10}):/.exec(arn)?.[1] ?? "");
