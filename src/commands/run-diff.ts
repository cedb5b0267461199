import { compareAccess } from "../access/compare-access.ts";
import { compareWithWorld } from "../access/with-world.ts";
import type { AccessChange } from "../access/types.ts";
import { unifiedDiff } from "../change/unified-diff.ts";
import { exitCodes, UsageError, type ExitCode } from "../errors.ts";
import { documentValue, equalJson } from "../policy/json-value.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { orderedLike } from "../policy/ordered-like.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { renderAccessDiff } from "../render/access-diff.ts";
import { renderLookedAt } from "../render/looked-at.ts";
import { renderTextDiff } from "../render/text-diff.ts";
import { lookedAt } from "../world/looked-at.ts";
import type { Context } from "./app.ts";
import type { DiffOptions } from "./diff.ts";
import { effectiveQuestion } from "./iam-data.ts";
import { openTarget, type OpenTarget } from "./open-target.ts";
import { printJson, printText } from "./print.ts";

/** What changes from A to B, as text and as access. */
export const runDiff = async (
  context: Context,
  a: string,
  b: string,
  options: DiffOptions,
): Promise<ExitCode> => {
  if (a === "-" && b === "-") throw new UsageError("bad-target", "standard input can only be read once");
  const [before, after] = await Promise.all([
    openTarget(context, a, options),
    openTarget(context, b, options),
  ]);
  const [old, fresh] = await Promise.all([before.document(), after.document()]);
  const facts = sharedFacts(before, after);
  // Lists are sets to KMS, which returns them in an order that differs from call to call.
  const alike = orderedLike(fresh, old);
  const text = unifiedDiff(old.text, alike.text, { before: a, after: b });
  const subject = after.target.kind === "key" ? after : before;
  const question = await effectiveQuestion(context, options, subject, readPolicy(fresh));
  const access = question
    ? compareWithWorld(readPolicy(old), question)
    : compareAccess(readPolicy(old), readPolicy(fresh), facts);
  const looked = question && lookedAt(question.world, facts.account);
  // What gives other access is written differently.
  const equal = access.equivalent && equalJson(documentValue(old), documentValue(alike));
  if (context.global.json) printJson(context, { equal, ...access, text, ...looked });
  else {
    printText(context, inWords(context, options, { equal, text, access, facts }));
    if (looked)
      printText(
        context,
        `
${renderLookedAt(looked)}`,
      );
  }
  const differs = options.text ? text !== "" : !access.equivalent;
  return options.exitCode && differs ? exitCodes.no : exitCodes.done;
};

/** A key knows more about itself than flags tell of a file. */
const sharedFacts = (before: OpenTarget, after: OpenTarget): KeyFacts =>
  after.target.kind === "key" ? after.facts : before.facts;

interface Difference {
  readonly equal: boolean;
  readonly text: string;
  readonly access: AccessChange;
  readonly facts: KeyFacts;
}

const inWords = (
  context: Context,
  options: DiffOptions,
  { equal, text, access, facts }: Difference,
): string => {
  const { style, outside } = context;
  const parts: string[] = [];
  if (!options.access && text !== "") parts.push(renderTextDiff(text, style));
  if (!options.text && !equal) {
    const columns = outside.terminal.columns;
    parts.push(
      renderAccessDiff(access, facts, {
        style,
        columns,
        full: options.full ?? false,
        more: "--full shows all",
      }),
    );
  }
  return parts.join("\n");
};
