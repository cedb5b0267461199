import type { ConditionTest } from "../../policy/model.ts";

/** What a Sid says of conditions: letters, digits and blanks, behind what it says of the rights. Empty without any. */
export const limitTitle = (limits: readonly ConditionTest[]): string =>
  limits.map((test) => ` ${plain(titleOf(test))}`).join("");

const titleOf = ({ key, values }: ConditionTest): string => {
  const some = values.slice(0, 3);
  const context = /^kms:encryptioncontext:(.+)$/i.exec(key)?.[1];
  if (context !== undefined) return `with ${context} ${some.join(" or ")}`.slice(0, 60);
  if (/^kms:viaservice$/i.test(key)) return `via ${some.map((value) => value.split(".")[0]).join(" or ")}`;
  return /^aws:currenttime$/i.test(key) ? `until ${some[0]?.slice(0, 10) ?? ""}` : `in ${some.join(" or ")}`;
};

const plain = (text: string): string => text.replaceAll(/[^A-Za-z0-9]+/g, " ").trim();

/** Conditions in a sentence: `kms:ViaService s3.eu-west-1.amazonaws.com and aws:CurrentTime before 2027-01-31T00:00:00Z`. */
export const limitSentence = (limits: readonly ConditionTest[]): string =>
  limits
    .map(
      ({ operator, key, values }) =>
        `${key} ${/^date/i.test(operator) ? "before " : ""}${values.join(" or ")}`,
    )
    .join(" and ");
