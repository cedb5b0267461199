import type { EffectiveQuestion } from "../../access/effective/types.ts";
import type { Access } from "../../access/types.ts";
import type { Context } from "../../cli/app.ts";
import { withSets } from "../../default-view/set-access.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import type { Policy } from "../../policy/model.ts";
import { type NobodyNamed, whyNobody } from "../../policy/nobody.ts";
import type { Grant } from "../../ports.ts";
import { renderAccessList } from "../../render/access-list.ts";
import { wrapWords } from "../../render/columns.ts";
import { escapeLine } from "../../render/escape.ts";
import { renderGrants } from "../../render/grants.ts";
import { renderLookedAt } from "../../render/looked-at.ts";
import { openLines, renderWhoCan } from "../../render/who-can.ts";
import { pageLayout } from "../../target/key-page.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import type { Looked } from "../../world/looked-at.ts";
import { peopleOf } from "../../world/people.ts";
import type { ToldUse } from "../use/told-use.ts";
import { standingPage } from "./standing-page.ts";

/** What was found about a key for `who-can`. */
export interface FoundAccess {
  readonly open: OpenTarget;
  readonly document: PolicyDocument;
  readonly policy: Policy;
  /** Of whose IAM is known. */
  readonly question: EffectiveQuestion | undefined;
  readonly access: readonly Access[];
  /** Whether all actions were asked for. */
  readonly isWhole: boolean;
  /** Why nobody can have some of the actions that were asked for. */
  readonly ineffective: readonly string[];
  readonly nobody: readonly NobodyNamed[];
  readonly use: ToldUse | undefined;
  readonly grants: readonly Grant[] | undefined;
  readonly looked: Looked | undefined;
}

type Layout = ReturnType<typeof pageLayout> & { readonly full: boolean };

/** The answer of `who-can` as people read it; `full` leaves nothing out of its lists. */
export const whoCanWords = async (
  context: Context,
  operand: string,
  found: FoundAccess,
  { full }: Pick<Layout, "full">,
): Promise<string> => {
  const { open, document, isWhole, ineffective, nobody, use, grants, looked } = found;
  const layout = { ...pageLayout(context), full };
  const named = (one: NobodyNamed) =>
    `${wrapWords(`${escapeLine(one.text)} names nobody: ${whyNobody(one)}`, layout.columns, "  ")}\n`;
  return [
    ...ineffective.map((because) => `${escapeLine(because)}\n`),
    // Whoever asks for use is not told again who might.
    use ? use.words(layout) : listWords(context, found, layout),
    ...nobody.map(named),
    ...(isWhole && !use ? [`\n${await standingPage(context, operand, { open, document }, layout)}`] : []),
    ...(grants ? [`\n${renderGrants(grants, open.facts, context.style)}`] : []),
    ...(looked ? [`\n${renderLookedAt(looked, layout.columns)}`] : []),
  ].join("");
};

/** The key policy alone is told as `show` tells it, by the sets of the default view; what comes from IAM, too, by its lines. */
const listWords = (
  { outside }: Context,
  { open: { facts }, policy, question, access, isWhole }: FoundAccess,
  layout: Layout,
): string => {
  if (isWhole && !question) return renderWhoCan(withSets(access, policy, facts), facts, layout);
  const people = question && peopleOf(question.world, outside.clock.now());
  const told = renderAccessList(access, facts, { ...layout, people });
  return isWhole ? `${openLines(access, facts, layout)}${told}` : told;
};
