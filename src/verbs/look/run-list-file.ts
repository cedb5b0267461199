import type { Answer } from "../../output/answer.ts";
import type { Contained } from "../../container/contained.ts";
import { exitCodes, UsageError } from "../../errors.ts";
import { documentOf, parsePolicyText } from "../../policy/document.ts";
import { positionAt } from "../../policy/text/position.ts";
import { alignColumns } from "../../render/columns.ts";
import { escapeLine } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import type { ListOptions } from "./list-options.ts";
import { openTargets } from "../../target/open-target.ts";

/** Lists the keys of a document: the name behind `FILE#`, the type, the statements, what is open. Throws UsageError (`no-key-policy`). */
export const runListFile = async (
  context: Context,
  operand: string,
  options: ListOptions,
): Promise<Answer> => {
  requireNone(options);
  const targets = await openTargets(context, operand);
  // What is no policy, and holds none, is refused as everywhere.
  for (const target of targets) if (!target.contained) await target.document();
  const keys = targets.map(({ contained, facts, label, target }) => ({
    target,
    selector: contained?.key.selector ?? label,
    ...(facts.spec !== undefined && { spec: facts.spec }),
    ...(facts.usage !== undefined && { usage: facts.usage }),
    ...stateOf(contained?.key.policy, contained?.document.text ?? ""),
  }));
  const rows = keys.map(({ selector, spec, policy, statements }) => [
    escapeLine(selector),
    escapeLine(spec ?? "-"),
    statements === undefined ? "-" : String(statements),
    escapeLine(policy),
  ]);
  return {
    exit: exitCodes.done,
    json: { keys },
    view: () => alignColumns([["KEY", "SPEC", "STATEMENTS", "POLICY"], ...rows]),
  };
};

/** Throws UsageError (`conflicting-flags`): a document does not tell what these flags ask for. */
const requireNone = ({ alias, tag, allManagers, state, columns, sort, output }: ListOptions): void => {
  const asked = Object.entries({ alias, tag, "all-managers": allManagers, state, columns, sort, output });
  const [flag] = asked.find(([, value]) => value !== undefined) ?? [];
  if (flag === undefined) return;
  throw new UsageError("conflicting-flags", `--${flag} is for the keys of an account, not for a file`, {
    hint: "leave it out; --json has all that the document tells",
  });
};

const stateOf = (
  policy: Contained | undefined,
  text: string,
): { readonly policy: string; readonly statements?: number } => {
  if (!policy) return { policy: "a policy by itself" };
  if (policy.state === "none") return { policy: "the key is to be deleted" };
  if (policy.state === "unknown") return { policy: policy.message };
  const parsed = parsePolicyText(policy.text, policy.format, policy.dialect);
  const [problem] = parsed.problems;
  if (problem) {
    const { line, column } = positionAt(text, policy.placeOf(problem.start));
    return { policy: `broken at line ${line}, column ${column}: ${problem.message}` };
  }
  const document = documentOf(parsed);
  const statements = document?.statements.length;
  const words = policy.isDefault ? "none: KMS puts its default one" : (policy.from ?? "here");
  return { policy: words, ...(statements !== undefined && { statements }) };
};
