import { hasSymbol } from "../policy/symbols.ts";
import { isNarrow } from "./address-ranges.ts";
import { type Operator, parseOperator } from "./operator.ts";
import { hasWildcard } from "./pattern.ts";

/** One operator on one key, without its place. */
export interface PlainTest {
  /** In lower case. */
  readonly folded: string;
  readonly operator: Operator;
  readonly values: readonly { readonly text: string }[];
}

/** A test of the model as the functions here take it. */
export const plainTest = (operator: string, key: string, values: readonly string[]): PlainTest => ({
  folded: key.toLowerCase(),
  operator: parseOperator(operator),
  values: values.map((text) => ({ text })),
});

/**
 * Condition keys that tell who calls, on whose behalf, or from which network: a fixed value keeps strangers out. What a
 * caller can choose (tags, names, encryption context, the service in between) is not among them.
 */
const fixedBy = new Map<string, (value: string, test: PlainTest) => boolean>([
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
  ["aws:sourceip", (value) => isNarrow([value])],
]);

// Null only asks whether the key is there.
const comparing = new Set<Operator["family"]>(["String", "ARN", "IPAddress"]);

/** Whether the key tells who calls, for whom or from where. */
export const tellsWho = ({ folded }: Pick<PlainTest, "folded">): boolean => fixedBy.has(folded);

/** The values of a test on such a key that a stranger cannot have. Each alone: many networks together may still be everybody's. */
export const fixedValues = (test: PlainTest): readonly string[] => {
  const isFixed = fixedBy.get(test.folded);
  return isFixed === undefined || !comparing.has(test.operator.family)
    ? []
    : test.values.flatMap(({ text }) => (isFixed(text, test) || isNobodys(text, test) ? [text] : []));
};

/** Whether every value of a test on such a key is one that a stranger cannot have. */
export const hasFixedValues = (test: PlainTest): boolean =>
  tellsWho(test) &&
  fixedValues(test).length === test.values.length &&
  (test.folded !== "aws:sourceip" || isNarrow(test.values.map(({ text }) => text)));

/** StringEquals takes a wildcard letter by letter, and no account, organization or ARN has one in its name. */
const isNobodys = (value: string, { operator }: PlainTest): boolean =>
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
const isFixedArn = (value: string, { operator }: PlainTest): boolean => {
  if (value.includes("${")) return false;
  const [, , , , account = "", ...rest] = value.split(":");
  // What the deployment fills in as a whole (`aws_s3_bucket.logs.arn`) is an ARN, as it is an id elsewhere.
  if (rest.length === 0 && hasSymbol(value)) return true;
  const before = value.split(":", 5).join(":");
  const byPart = operator.family === "ARN";
  if (account !== "" && !hasWildcard(account))
    return byPart || !hasWildcard(before) || operator.base !== "StringLike";
  return account === "" && !hasWildcard(before) && isPlain(rest.join(":").split("/")[0] ?? "");
};
