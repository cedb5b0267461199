import { listAccess } from "../access/list-access.ts";
import type { Finding } from "../check/finding.ts";
import type { Context } from "../cli/app.ts";
import { withSets } from "../default-view/set-access.ts";
import { KmspolError } from "../errors.ts";
import { readPolicy } from "../policy/read-policy.ts";
import type { PageLayout } from "../render/default-view.ts";
import type { ShownKey } from "../render/key-page.ts";
import { namedFindings } from "../render/findings.ts";
import { signsFor } from "../render/signs.ts";
import { parseTarget } from "./target-operand.ts";
import { checkOptionsOf } from "./config-file.ts";
import { configOf } from "./config-of.ts";
import type { OpenTarget } from "./open-target.ts";
import type { Viewed } from "./view-target.ts";
import { resultColumns } from "../cli/widths.ts";

/** What the page of `show` says of a policy: its access, what check finds in its text, and the last change of it. */
export const keyPage = async (context: Context, operand: string, viewed: Viewed): Promise<ShownKey> => {
  const { open, facts, view, document } = viewed;
  const policy = readPolicy(document);
  return {
    ...{ target: open.target, typed: open.typed, label: open.label, facts, view },
    ...(await standingOf(context, operand, viewed)),
    access: withSets(listAccess(policy, facts), policy, facts),
    deletion: open.key?.deletion,
  };
};

/** What check finds in the text of a policy, and the last change of it, where it is no policy of the past. */
export const standingOf = async (
  context: Context,
  operand: string,
  viewed: Pick<Viewed, "open" | "document">,
): Promise<Pick<ShownKey, "findings" | "last">> => {
  const asked = parseTarget(operand);
  const isNow = asked.kind !== "stdin" && asked.change === undefined;
  const [findings, last] = await Promise.all([
    isNow || asked.kind === "stdin" ? findingsWords(context, viewed) : undefined,
    isNow ? lastChange(context, viewed.open) : undefined,
  ]);
  return { findings, last };
};

/** How a page is laid out on standard output: into a pipe nothing is wrapped. */
export const pageLayout = ({ outside, style }: Context): PageLayout => ({
  style,
  columns: resultColumns(outside),
  signs: signsFor(outside.environment),
});

/** Those that `check` tells of the same target, without what AWS would tell, and less what the text itself accepts. */
const findingsWords = async (
  context: Context,
  { open: target, document }: Pick<Viewed, "open" | "document">,
): Promise<string> => {
  const [{ checkPolicy }, { acceptancesIn, sift }, { parsePolicyText }] = await Promise.all([
    import("../check/check.ts"),
    import("../check/acceptance.ts"),
    import("../policy/document.ts"),
  ]);
  const parsed = parsePolicyText(document.text, document.format, document.dialect);
  const house = checkOptionsOf(await configOf(context, target.target, undefined));
  const options = { ...house, now: context.outside.clock.now() };
  const all = await told(target, checkPolicy(parsed, target.facts, options));
  const { open } = sift(all, acceptancesIn(parsed).accepted);
  return namedFindings(open.filter(({ severity }) => severity !== "suggestion"));
};

/** Of a policy in a document, what the document itself answers for. */
const told = async ({ contained }: OpenTarget, findings: readonly Finding[]): Promise<readonly Finding[]> => {
  if (contained?.key.policy.state !== "policy") return findings;
  const { toldPlaces } = await import("./told-in-document.ts");
  return toldPlaces(contained, contained.key.policy).tell(findings);
};

/** The newest change that was written; what the history cannot tell is left unsaid. */
const lastChange = async ({ outside }: Context, { historyKey }: OpenTarget): Promise<ShownKey["last"]> => {
  try {
    const changes = await (await outside.history()).changes(historyKey);
    return changes.find(({ outcome }) => outcome !== "failed" && outcome !== "pending") ?? null;
  } catch (error) {
    if (error instanceof KmspolError) return undefined;
    throw error;
  }
};
