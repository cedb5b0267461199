import { nearest } from "../../check/nearest.ts";
import { UsageError } from "../../errors.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { otherViaNames, viaServices } from "../../policy/via-services.ts";

const region = /^[a-z]{2,4}(?:-[a-z]+)+-\d$/;

/**
 * The value of kms:ViaService that a service stands for: `s3` is `s3.REGION.amazonaws.com`, of the key's Region, in every
 * partition (KMS Developer Guide, "kms:ViaService"); one that is written whole stays, where it can be of this key. Throws UsageError
 * (`unknown-service`, `region-needed`, `other-region`).
 */
export const viaValue = (text: string, facts: KeyFacts): string => {
  const [name = "", place, ...rest] = text.split(".");
  refuseUnknown(name, text);
  if (place === undefined) return `${name}.${keyRegion(text, facts)}.amazonaws.com`;
  if (!region.test(place) || rest.join(".") !== "amazonaws.com") throw malformed(text);
  if (facts.multiRegion !== true && facts.region !== undefined && region.test(facts.region)) {
    if (place !== facts.region) throw elsewhere(text, name, facts.region);
  }
  return text;
};

/** True for a service that the table knows. */
export const isKnownVia = (text: string): boolean => viaServices.includes(text.split(".")[0] ?? "");

const refuseUnknown = (name: string, text: string): void => {
  if (viaServices.includes(name)) return;
  const meant = otherViaNames.get(name.toLowerCase()) ?? nearest(name, viaServices);
  if (meant !== undefined) {
    throw new UsageError("unknown-service", `kms:ViaService knows no service ${name}`, {
      hint: `did you mean --via ${meant}?`,
    });
  }
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) throw malformed(text);
};

const malformed = (text: string): UsageError =>
  new UsageError("unknown-service", `${text === "" ? "an empty text" : text} names no service`, {
    hint: "write its first word, such as --via s3, or the whole value: s3.eu-west-1.amazonaws.com, in China too",
  });

const keyRegion = (text: string, facts: KeyFacts): string => {
  if (facts.region !== undefined && region.test(facts.region)) return facts.region;
  throw new UsageError(
    "region-needed",
    `--via ${text} means that service in the key's Region, which is not known`,
    {
      hint: `tell it with --key-arn, or write --via ${text}.REGION.amazonaws.com`,
    },
  );
};

const elsewhere = (text: string, name: string, own: string): UsageError =>
  new UsageError("other-region", `no request for this key comes through ${text}: the key is in ${own}`, {
    hint: `write --via ${name}`,
  });
