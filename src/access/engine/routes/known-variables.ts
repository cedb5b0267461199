import type { Statement } from "../../../policy/model.ts";
import { isStart, type KnownValues } from "./known-values.ts";

/** Whether a resource or a condition of the statement has a policy variable. */
export const hasVariables = ({ resources, conditions }: Statement): boolean =>
  resources.some(isVariable) || conditions.some(({ values }) => values.some(isVariable));

/**
 * Whether the statement may say different things of different callers: it asks for a key that follows from who calls,
 * or has a policy variable.
 */
export const isPersonal = (statement: Statement): boolean =>
  statement.conditions.some(({ key }) => ofCaller.test(key)) || hasVariables(statement);

const ofCaller = /^(?:aws:principal|aws:user|kms:calleraccount)/i;

const isVariable = (text: string): boolean => text.includes("${");

/**
 * The statement with every variable whose value is known written out. A value with a variable that is known to be absent
 * matches nothing and is left out, unless the variable has a default (IAM User Guide, "Policy variables").
 */
export const withKnownVariables = (statement: Statement, known: KnownValues): Statement => ({
  ...statement,
  resources: statement.resources.flatMap((text) => writtenOut(text, known)),
  conditions: statement.conditions.map((test) => ({
    ...test,
    values: test.values.flatMap((text) => writtenOut(text, known)),
  })),
});

const writtenOut = (text: string, known: KnownValues): readonly string[] => {
  const pieces = text.split(/(\$\{[^{}]*\})/).map((piece) => valueOf(piece, known));
  return pieces.includes(undefined) ? [] : [pieces.join("")];
};

// What stands for a piece of the text; undefined for a variable that is known to be absent.
const valueOf = (piece: string, known: KnownValues): string | undefined => {
  const [, key, fallback] = /^\$\{([^\s,'"{}$*?]+)(?:,\s*'([^']*)')?\}$/.exec(piece) ?? [];
  const values = key === undefined ? undefined : known(key.toLowerCase());
  // Several values leave it open which one is meant.
  if (values === undefined || isStart(values) || values.length > 1) return piece;
  const value = values[0] ?? fallback;
  return value === undefined ? undefined : literally(value);
};

// What a variable brings is plain text: its stars are no wildcards.
const literally = (value: string): string => value.replace(/[*?$]/g, (letter) => `\${${letter}}`);
