import type { ContainedKey, Container } from "../container/contained.ts";
import { RefusedError } from "../errors.ts";
import { documentOf, parsePolicyText } from "../policy/document.ts";
import { documentValue } from "../policy/json-value.ts";

/** No policy but the named one may say anything else afterwards. */
export const requireOthersUnchanged = (
  label: string,
  before: Container,
  after: Container,
  own: string,
): void => {
  const said = ({ keys, others }: Container) =>
    JSON.stringify(
      [...keys, ...(others?.() ?? [])]
        .filter(({ selector }) => selector !== own)
        .map(({ selector, policy }) => [selector, meaningOf(policy)]),
    );
  if (said(before) === said(after)) return;
  throw new RefusedError("edit-shared-text", `${label} shares text with another key of the document`, {
    hint: "write this policy out on its own first; nothing was written",
  });
};

const meaningOf = (policy: ContainedKey["policy"]): unknown => {
  if (policy.state !== "policy") return policy.state;
  const document = documentOf(parsePolicyText(policy.text, policy.format, policy.dialect));
  const value = document && documentValue(document);
  return value === undefined ? policy.text : (policy.dialect?.canonical?.(value) ?? value);
};

/** What was to be written is what is read there. */
export const requireWritten = (label: string, text: string, { policy }: ContainedKey): void => {
  if (policy.state === "policy") {
    const [meant, read] = [text, policy.text].map((one) => meaningOf({ ...policy, text: one }));
    if (JSON.stringify(meant) === JSON.stringify(read)) return;
  }
  throw new RefusedError(
    "edit-in-text",
    `${label} is written in a way that cannot take this change in place`,
    {
      hint: "change it by hand; nothing was written",
    },
  );
};
