import type { KeyMetadata } from "@aws-sdk/client-kms";
import type { DescribedKey } from "../../ports.ts";
import { oneLine } from "./one-line.ts";

/** DescribeKey's answer as our types. What an answer leaves out is what KMS takes for granted. */
export const describedKey = (
  metadata: KeyMetadata,
  arn: string,
  aliases: readonly string[],
): DescribedKey => {
  const [, partition = "", , region = "", account = ""] = arn.split(":");
  const spec = oneLine(metadata.KeySpec ?? "SYMMETRIC_DEFAULT");
  const usage = oneLine(metadata.KeyUsage ?? "ENCRYPT_DECRYPT");
  const manager = metadata.KeyManager ?? "CUSTOMER";
  const state = oneLine(metadata.KeyState ?? "Enabled");
  const multiRegion = metadata.MultiRegion ?? false;
  return {
    target: {
      kind: "key",
      arn,
      id: metadata.KeyId ?? arn.split("/").at(-1) ?? arn,
      aliases,
      state,
      spec,
      usage,
      manager,
      multiRegion,
    },
    facts: {
      account: metadata.AWSAccountId ?? account,
      partition,
      region,
      arn,
      spec,
      usage,
      origin: metadata.Origin,
      state,
      manager,
      multiRegion,
      multiRegionKeyType: metadata.MultiRegionConfiguration?.MultiRegionKeyType,
      relatedArns: relatedTo(metadata, arn),
    },
    description: metadata.Description ?? "",
    ...dateOf("created", metadata.CreationDate),
    ...dateOf("deletion", metadata.DeletionDate),
  };
};

/** A date that cannot be read is not known. */
const dateOf = (
  name: "created" | "deletion",
  date: Date | undefined,
): { readonly [at in typeof name]?: string } =>
  date === undefined || Number.isNaN(date.getTime()) ? {} : { [name]: date.toISOString() };

const relatedTo = ({ MultiRegionConfiguration: related }: KeyMetadata, arn: string): readonly string[] =>
  [related?.PrimaryKey, ...(related?.ReplicaKeys ?? [])].flatMap((key) =>
    key?.Arn === undefined || key.Arn === arn ? [] : [key.Arn],
  );
