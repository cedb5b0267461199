import type { Answer } from "../../output/answer.ts";
import type { EffectiveQuestion } from "../../access/effective/types.ts";
import { listAccess } from "../../access/list-access.ts";
import { listWithWorld } from "../../access/with-world.ts";
import type { Access } from "../../access/types.ts";
import { exitCodes, UsageError } from "../../errors.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { whyNeverGiven } from "../../policy/never-given.ts";
import { certainlyNobody, nobodyNamedIn } from "../../policy/nobody.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { lookedAt } from "../../world/looked-at.ts";
import type { World } from "../../world/types.ts";
import { callersOfLines } from "../effective/callers-of-lines.ts";
import type { Context } from "../../cli/app.ts";
import { effectiveQuestion } from "../effective/iam-data.ts";
import { asksIam, withProfiles, type IamDataOptions } from "../effective/iam-data-options.ts";
import { sayOwner } from "../../target/say-owner.ts";
import { sayGone } from "../../target/say-gone.ts";
import { openTarget } from "../../target/open-target.ts";
import { actionNamed } from "../can/action-named.ts";
import type { ReadOptions } from "../../cli/options.ts";
import { type FromOptions, requireNoTargets } from "../from-options.ts";
import { asJson } from "../../output/print.ts";
import { accessRows, rowKey, rowLines } from "../../render/rows.ts";
import { grantsOf } from "../../target/grants-of.ts";
import type { toldUse as ToldUse } from "../use/told-use.ts";
import { asksUse, type UnusedOptions } from "../use/use-flags.ts";
import { whoCanWords } from "./who-can-words.ts";

/** Lists who may do what with the key, by its policy and, asked for, by its grants. */
export const runWhoCan = async (
  context: Context,
  [operand, actions]: readonly [string, readonly string[]],
  options: WhoCanOptions,
): Promise<Answer> => {
  const format = formatAsked(context, options);
  if (options.from !== undefined) return ofStream(context, options.from, [operand, ...actions], options);
  const wanted = actions.map(actionNamed);
  const began = context.outside.clock.now();
  const open = await openTarget(context, operand, options);
  const document = await open.document();
  const policy = readPolicy(document);
  await sayGone(context, open, document.text, began);
  sayOwner(context, open, [policy]);
  const question = await effectiveQuestion(context, withProfiles(options), open, policy);
  const { asked, ineffective } = askedActions(wanted, open.facts, question);
  const access = question ? listWithWorld(question, asked) : listAccess(policy, open.facts, asked);
  const unused = options.unused === true ? { operand, access } : undefined;
  const use = asksUse(options) ? await toldUse(context, open, options, asked, unused) : undefined;
  const grants = options.grants ? await grantsOf(context, open) : undefined;
  const nobody = nobodyNamedIn(policy).filter(certainlyNobody);
  const looked = question && lookedAtFor(question.world, access, open.facts.account);
  const isWhole = asked === undefined;
  const found = {
    ...{ open, document, policy, question, access, isWhole },
    ...{ ineffective, nobody, use, grants, looked },
  };
  const json = {
    ...{ access, ...looked },
    ...(ineffective.length > 0 && { ineffective }),
    ...(nobody.length > 0 && { nobody }),
    ...(grants && { grants }),
    ...use?.json,
  };
  const views = {
    text: () => whoCanWords(context, operand, found, { full: options.full ?? false }),
    json: () => asJson(json),
    jsonl: () => rowLines(accessRows(rowKey(open.target, open.facts), access)),
  };
  return { exit: exitCodes.done, json, view: views[format] };
};

/** The actions of those asked for that anybody can have (undefined: all are asked for), and why nobody can have the others. */
const askedActions = (
  wanted: readonly string[],
  facts: KeyFacts,
  question: EffectiveQuestion | undefined,
): { readonly asked: readonly string[] | undefined; readonly ineffective: readonly string[] } => {
  const useless = new Map(
    wanted.flatMap((action) => {
      const because = whyNeverGiven(action, facts);
      return because === undefined ? [] : [[action, because] as const];
    }),
  );
  // Who may retire a grant, the grants tell.
  const isTold = (action: string) => action === "kms:RetireGrant" && question?.world.grants !== undefined;
  const asked = wanted.filter((action) => !useless.has(action) || isTold(action));
  return { asked: wanted.length > 0 ? asked : undefined, ineffective: [...useless.values()] };
};

const lookedAtFor = (world: World, access: readonly Access[], account: string | undefined) =>
  lookedAt(world, account, {}, callersOfLines(world, access, account));

/** Throws UsageError (`conflicting-flags`). */
const formatAsked = ({ global }: Context, options: WhoCanOptions): "text" | "json" | "jsonl" => {
  const { format } = options;
  if (format === "jsonl" && asksUse(options))
    throw new UsageError("conflicting-flags", "rows tell access, not who used it", {
      hint: "--json has the use and what is unused, too",
    });
  if (!global.json) return format ?? "text";
  if (format === undefined || format === "json") return "json";
  throw new UsageError("conflicting-flags", `--json and --format ${format} contradict each other`);
};

/** With `--from` the operands are the actions. Throws UsageError (`conflicting-flags`). */
const ofStream = async (
  context: Context,
  from: string,
  words: readonly (string | undefined)[],
  options: WhoCanOptions,
): Promise<Answer> => {
  if (asksIam(withProfiles(options)) || asksUse(options) || options.grants === true)
    throw new UsageError(
      "conflicting-flags",
      "--from brings key policies alone: no IAM data, grants or use",
      {
        hint: "leave out --iam, --iam-data, --account-profile, --grants, --used, --unused and --trail",
      },
    );
  const given = words.filter((word) => word !== undefined);
  requireNoTargets(given.filter((word) => !/^(?:kms:)?[A-Za-z*?]+$/.test(word)));
  const { whoCanFleet } = await import("../fleet/who-can-fleet.ts");
  const actions = given.length > 0 ? given.map(actionNamed) : undefined;
  const [format, full] = [formatAsked(context, options), options.full ?? false];
  return whoCanFleet(context, options, { from, actions, format, full });
};

const toldUse = async (...asked: Parameters<typeof ToldUse>): ReturnType<typeof ToldUse> =>
  (await import("../use/told-use.ts")).toldUse(...asked);

/** The flags of `kmspol who-can`. */
export interface WhoCanOptions extends ReadOptions, IamDataOptions, FromOptions, UnusedOptions {
  readonly format?: "text" | "json" | "jsonl";
  readonly grants?: boolean;
  readonly full?: boolean;
}
