import type { KeyMetadata } from "@aws-sdk/client-kms";
import { badAnswer } from "./pages.ts";

/** The parts of a KMS ARN that name something: `arn:partition:kms:region:account:resource`. */
const arnParts = /^arn:([^:]+):kms:([^:]+):([^:]+):(.+)$/s;

/** An answer of DescribeKey that has an ARN. */
type Answer = Pick<KeyMetadata, "KeyId" | "AWSAccountId"> & { readonly Arn: string };

/**
 * Sees that DescribeKey tells of the key that was asked for; else another key would be read and written. An ARN names
 * partition, Region, account and key (each replica of a multi-Region key has an ARN of its own); an alias is in the
 * account and Region of its key (AWS KMS Developer Guide, "Aliases in AWS KMS"); a key id names the key alone. An
 * alias's name tells nothing of its key. Throws AwsError (`bad-answer`).
 */
export const requireAskedKey = (reference: string, answer: Answer, request: string): void => {
  const [, partition, region, account, resource = ""] = arnParts.exec(answer.Arn) ?? [];
  const key = keyId(resource);
  if (key === undefined) throw badAnswer(`AWS answered ${request} with ${answer.Arn}, which is no key`);
  const told: Parts = { partition, region, account, key };
  refuseOther(request, "itself another", { account: answer.AWSAccountId, key: answer.KeyId }, told);
  refuseOther(request, "another", partsOf(reference), told);
};

/** What names a key; undefined where nothing is said. */
interface Parts {
  readonly partition?: string | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly key?: string | undefined;
}

const words: Readonly<Record<keyof Parts, string>> = {
  partition: "partition",
  region: "Region",
  account: "account",
  key: "key id",
};

const partsOf = (reference: string): Parts => {
  const [, partition, region, account, resource] = arnParts.exec(reference) ?? [];
  if (resource === undefined) return reference.startsWith("alias/") ? {} : { key: reference };
  return { partition, region, account, key: keyId(resource) };
};

const keyId = (resource: string): string | undefined => /^key\/(.+)$/s.exec(resource)?.[1];

const refuseOther = (request: string, which: string, wanted: Parts, told: Parts): void => {
  const names = ["partition", "region", "account", "key"] as const;
  const name = names.find((part) => wanted[part] !== undefined && !isSame(wanted[part], told[part]));
  if (name === undefined) return;
  throw badAnswer(
    `AWS answered ${request} with a key of ${which} ${words[name]}: ${told[name]} instead of ${wanted[name]}`,
  );
};

const isSame = (one: string, other: string | undefined): boolean =>
  one.toLowerCase() === other?.toLowerCase();
