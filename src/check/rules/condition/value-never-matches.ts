import { replaceAt } from "../../fixes.ts";
import type { KeyFacts } from "../../../policy/key-facts.ts";
import { hasSymbol } from "../../../policy/symbols.ts";
import { unknownIn } from "../../../policy/unknown-values.ts";
import { nodeSource } from "../../node-source.ts";
import { globMatches, hasWildcard } from "../../pattern.ts";
import { quoted } from "../../quoted.ts";
import { testRule, type CheckContext, type Draft, type Fix } from "../../rule.ts";
import { kindOf, type ValueKind } from "../../values/kinds.ts";
import { meantValues } from "../../values/meant-value.ts";
import { otherKeyFor } from "../../values/other-key.ts";
import { sixParts, whyNoArn } from "../../values/why-no-arn.ts";
import type { TestValueView, TestView } from "../../views.ts";

/**
 * A value that the condition key never has, in any request: no account id, another partition's ARN, a word that is no grant operation,
 * another Region than the key's (IAM User Guide, "Global condition context keys"; KMS Developer Guide, "Condition keys").
 */
export const valueNeverMatches = testRule({
  code: "value-never-matches",
  severity: "warning",
  title: "The condition key never has this value",
  page: () => ({
    trigger:
      "A value is none that its condition key can have: an account id without its 12 digits, an ARN that is cut short or of another partition, an id where an ARN belongs, a word that is no grant operation (a newer KMS may have it: who-can lists such a row as not known), a Region or an account that is not the key's.",
    why: "KMS takes any text. An Allow with such a value allows nothing by it, and a negated test of it always holds.",
    fix: "Write the value as requests carry it; the hint has it where it can be told.",
    example: '"aws:SourceAccount": "1111-2222-3333"  =>  "aws:SourceAccount": "111122223333"',
  }),
  explainsNoEffect: true,
  partly: ["partition", "region"],
  run: (test, _statement, context): Draft[] => {
    const { family, canonical } = test.operator;
    if (canonical === undefined || (family !== "String" && family !== "ARN")) return [];
    const kind = kindOf(test.folded, context.facts);
    const looked = test.values.filter((value) => !isAnothers(value, test, context));
    return [
      ...looked.flatMap((at) => {
        const because = problemWith(at, test, kind, context.facts);
        return because === undefined ? [] : [draft(at, test, because, kind, context)];
      }),
      ...elsewhere(test, looked, kind, context),
    ];
  },
});

// Variables, wildcards that are none, services and sessions have rules of their own.
const isAnothers = (
  { text }: TestValueView,
  { folded, operator }: TestView,
  { policy }: CheckContext,
): boolean =>
  (text.includes("${") && (policy.version === "2012-10-17" || hasSymbol(policy.version ?? ""))) ||
  (isLiteral(operator) && hasWildcard(text)) ||
  folded === "kms:viaservice" ||
  (folded === "aws:principalarn" && text.includes(":assumed-role/"));

const isLiteral = ({ family, base }: TestView["operator"]): boolean =>
  family === "String" && !base.endsWith("Like");

/** Why the value never matches, as it goes on behind "it is"; undefined where it can. */
const problemWith = (
  { text }: TestValueView,
  test: TestView,
  kind: ValueKind | undefined,
  facts: KeyFacts,
): string | undefined => {
  const cut = test.operator.family === "ARN" && text !== "*" && text.split(":").length < 6;
  if (cut && !text.includes("${")) return sixParts;
  if (!kind || fits(text, test, kind)) return undefined;
  return (holdArns.has(kind.name) ? whyNoArn(text, facts) : undefined) ?? `it is ${kind.what}`;
};

const holdArns = new Set(["principal-arn", "grantee", "arn"]);

const fits = (text: string, { operator }: TestView, { name, shape }: ValueKind): boolean => {
  if (operator.family === "ARN")
    return !holdArns.has(name) || text === "*" || shape.meets(text, { byPart: true });
  return isLiteral(operator) ? shape.has(text, operator.base.endsWith("IgnoreCase")) : shape.meets(text);
};

// What every request to one key carries alike.
const fixedFor: Readonly<Record<string, (facts: KeyFacts) => string | undefined>> = {
  "aws:requestedregion": ({ region, multiRegion }) => (multiRegion ? undefined : region),
  "aws:resourceaccount": ({ account }) => account,
};

/** Values that are well formed and not this key's; quiet where one beside them is, as in a text for several Regions. */
const elsewhere = (
  test: TestView,
  values: readonly TestValueView[],
  kind: ValueKind | undefined,
  context: CheckContext,
): Draft[] => {
  const own = fixedFor[test.folded]?.(context.facts);
  if (own === undefined || !kind || test.values.some(({ text }) => text.includes("${"))) return [];
  const isOwn = (text: string): boolean =>
    text === own || (!isLiteral(test.operator) && globMatches(text, own));
  if (values.some(({ text }) => isOwn(text))) return [];
  return values
    .filter(({ text }) => fits(text, test, kind))
    .map((at) => draft(at, test, `for this key it is ${own}`, kind, context, own));
};

const draft = (
  at: TestValueView,
  test: TestView,
  because: string,
  kind: ValueKind | undefined,
  context: CheckContext,
  own?: string,
): Draft => {
  const always = test.operator.negated ? `, so that ${test.operatorName} always holds` : "";
  const isNew = unknownIn(test.folded, at.text)?.kind === "word";
  const message = isNew
    ? `${test.key} is nothing called ${quoted(at.text)} that this kmspol knows: ${because}`
    : `${test.key} is never ${quoted(at.text)}: ${because}${always}`;
  const meant = own ?? (kind && meantFor(at, test, kind, context));
  const source = nodeSource(context.document, at.node);
  if (meant !== undefined)
    return {
      at,
      message,
      hint: `write "${meant}"`,
      suggestion: replaceAt(at.path, meant),
      ...safely(at, source, meant),
    };
  return { at, message, hint: otherKeyFor(test.folded, at.text) ?? inWords(kind) };
};

/** A number lost only its quotes, and with them its zeros. */
const safely = (at: TestValueView, source: string, meant: string): { fix?: Fix } =>
  at.node.kind === "number" && source === meant ? { fix: replaceAt(at.path, meant) } : {};

const meantFor = (
  at: TestValueView,
  test: TestView,
  kind: ValueKind,
  { document, facts }: CheckContext,
): string | undefined => {
  const text = at.node.kind === "number" ? nodeSource(document, at.node) : at.text;
  const patterns = !isLiteral(test.operator);
  return meantValues(kind.name, { text, folded: test.folded, facts, patterns }).find(
    (candidate) =>
      candidate !== at.text && fits(candidate, test, kind) && (patterns || !hasWildcard(candidate)),
  );
};

const inWords = (kind: ValueKind | undefined): string =>
  kind?.name === "account"
    ? "write all 12 digits in double quotes, leading zeros included, without hyphens"
    : `write ${kind?.what ?? "the whole ARN, or use StringLike"}`;
