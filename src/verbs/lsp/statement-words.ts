import { compareAccess } from "../../access/compare-access.ts";
import type { Access } from "../../access/types.ts";
import { bySets } from "../../default-view/set-access.ts";
import { isTimeToTryFix } from "../../check/effort.ts";
import type { OpenPolicy } from "../../language/types.ts";
import { pathOfStatement } from "../../policy/text/node-at.ts";
import type { JsonPath } from "../../policy/syntax.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { accessSentence } from "../../render/access-words.ts";

/** Lines that an editor shows beside a word. */
const most = 12;

/** What a statement gives or takes, in the words of `kmspol diff`: the policy is compared with itself without the statement. Markdown. */
export const statementWords = ({ document, facts }: OpenPolicy, path: JsonPath): string => {
  if (!document) return "";
  const policy = readPolicy(document);
  const ours = policy.statements.filter(
    ({ index }) => JSON.stringify(pathOfStatement(document, index)) === JSON.stringify(path),
  );
  const without = { ...policy, statements: policy.statements.filter((one) => !ours.includes(one)) };
  if (ours.length === 0) return "";
  if (!isTimeToTryFix(document, [...policy.statements, ...without.statements], {}))
    return "This policy is too large to work out here what one statement gives: `kmspol who-can` tells who can do what.";
  const { gained, lost } = compareAccess(without, policy, facts);
  const told = [...lines("has", gained), ...lines("loses", lost)];
  if (told.length === 0)
    return "This statement changes nothing: without it the same callers may do the same.";
  const rest = told.length > most ? [`- … and ${told.length - most} more`] : [];
  return ["By this statement:", "", ...told.slice(0, most), ...rest].join("\n");

  function lines(verb: "has" | "loses", access: readonly Access[]): readonly string[] {
    return bySets(access, facts).map((one) => `- ${accessSentence(one, verb, facts, false)}`);
  }
};
