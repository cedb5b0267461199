import { hasWildcard } from "./pattern.ts";
import type { TestView } from "./views.ts";

/**
 * Condition keys that tell who calls, on whose behalf, or from which network: a fixed value keeps strangers out. What a
 * caller can choose (tags, names, encryption context, the service in between) is not among them.
 */
const fixedBy = new Map<string, (value: string, test: TestView) => boolean>([
  ["kms:calleraccount", (value) => isPlain(value)],
  ["aws:principalaccount", (value) => isPlain(value)],
  ["aws:principalorgid", (value) => isPlain(value)],
  ["aws:principalorgpaths", (value) => isOrganisationPath(value)],
  ["aws:principalarn", (value, test) => isFixedArn(value, test)],
  ["aws:userid", (value) => /^(AIDA|AROA)[A-Z0-9]{8,}/.test(value) || /^\d{12}/.test(value)],
  ["aws:sourceaccount", (value) => isPlain(value)],
  ["aws:sourcearn", (value, test) => isFixedArn(value, test)],
  ["aws:sourceorgid", (value) => isPlain(value)],
  ["aws:sourceorgpaths", (value) => isOrganisationPath(value)],
  ["aws:sourcevpc", (value) => isPlain(value)],
  ["aws:sourcevpce", (value) => isPlain(value)],
  ["aws:sourceip", (value) => isNarrowRange(value)],
]);

/** Whether the key tells who calls, for whom or from where. */
export const tellsWho = (test: TestView): boolean => fixedBy.has(test.folded);

/** Whether every value of a test on such a key is one that a stranger cannot have. */
export const hasFixedValues = (test: TestView): boolean => {
  const isFixed = fixedBy.get(test.folded);
  return (
    isFixed !== undefined && test.values.every(({ text }) => isFixed(text, test) || isNobodys(text, test))
  );
};

/** StringEquals takes a wildcard letter by letter, and no account, organization or ARN has one in its name. */
const isNobodys = (value: string, { operator }: TestView): boolean =>
  operator.family === "String" &&
  operator.base !== "StringLike" &&
  operator.base !== "StringNotLike" &&
  hasWildcard(value) &&
  !value.includes("${");

const isPlain = (value: string): boolean => value !== "" && !hasWildcard(value) && !value.includes("${");

const isOrganisationPath = (value: string): boolean => {
  const [organisation = "", ...below] = value.split("/");
  return below.length > 0 && isPlain(organisation);
};

/**
 * Whether a pattern of ARNs stays within one account, or one globally named resource. Arn operators compare part by part;
 * a wildcard of StringLike may run over colons, so there nothing before the account may be one.
 */
const isFixedArn = (value: string, { operator }: TestView): boolean => {
  if (value.includes("${")) return false;
  const [, , , , account = "", ...rest] = value.split(":");
  const before = value.split(":", 5).join(":");
  const byPart = operator.family === "ARN";
  if (account !== "" && !hasWildcard(account))
    return byPart || !hasWildcard(before) || operator.base !== "StringLike";
  return account === "" && !hasWildcard(before) && isPlain(rest.join(":").split("/")[0] ?? "");
};

/** Not half the internet: at least /8 of IPv4, /16 of IPv6. */
const isNarrowRange = (value: string): boolean => {
  const [address = "", length] = value.split("/");
  if (!/^[\d.]+$|^[\da-f:]+$/i.test(address)) return false;
  return length === undefined || Number(length) >= (address.includes(":") ? 16 : 8);
};
