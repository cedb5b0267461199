import type { Policy, Statement } from "../../../policy/model.ts";
import type { EffectiveQuestion } from "../../effective/types.ts";
import type { Access } from "../../types.ts";
import { mentionedIn } from "../callers/mentioned-principals.ts";
import { anyService, unusedService } from "../callers/services.ts";
import { groupBy } from "../group-by.ts";
import { organizationWith } from "./known-values.ts";
import { type Member, serviceMember } from "./member.ts";

/**
 * The AWS services that the policies name, and one that stands for all others. Only where the organization of the key is known do its
 * resource control policies change what a service may do.
 */
export const servicesOf = (policies: readonly Policy[], question: EffectiveQuestion): readonly Member[] => {
  const { facts } = question.key;
  if (!organizationWith(facts.account ?? "", question.world.organizations)) return [];
  const names = mentionedIn([...policies, ...ceilingsOf(question)], "").services;
  const named = [...names].map((name) => serviceMember(name, facts));
  if (!areUnnamedAlike(policies, question)) return named;
  const other = serviceMember(unusedService(names), facts);
  return [...named, { ...other, caller: { ...other.caller, word: anyService } }];
};

/** Whether one service can stand for all that nobody names: no policy over the key tells services apart by more than their whole name. */
export const areUnnamedAlike = (policies: readonly Policy[], question: EffectiveQuestion): boolean =>
  ![...policies, ...ceilingsOf(question)].some(({ statements }) => statements.some(asksForPartOfName));

/** The resource control policies over the key, as far as they are known. */
const ceilingsOf = ({ key, world }: EffectiveQuestion): readonly Policy[] => {
  const account = key.facts.account ?? "";
  const levels = organizationWith(account, world.organizations)?.levelsOf(account) ?? [];
  const policies = "unknown" in levels ? [] : levels.flatMap(({ rcp }) => rcp);
  return policies.flatMap(({ content }) => ("policy" in content ? [content.policy] : []));
};

const asksForPartOfName = ({ conditions, resources }: Statement): boolean =>
  conditions.some(({ key, values }) => isOfPart(key, values) || values.some(isVariable)) ||
  resources.some(isVariable);

const isOfPart = (key: string, values: readonly string[]): boolean =>
  /^aws:principalservicenameslist$/i.test(key) ||
  (/^aws:principalservicename$/i.test(key) && values.some((value) => /[*?$]/.test(value)));

const isVariable = (text: string): boolean => /\$\{aws:principalservicename/i.test(text);

/** "Any AWS service" is read as all there are: lines of it name the services that do not have just the same, whatever they have. */
export const servicesApart = (lines: readonly Access[], members: readonly Member[]): readonly Access[] => {
  const named = members.filter(({ kind, caller }) => kind === "service" && caller.word !== anyService);
  const own = groupBy(lines, ({ principal }) => principal);
  return lines.map((line) => {
    if (line.principal !== anyService) return line;
    const except = named
      .map(({ caller }) => caller.word)
      .filter((word) => !own.get(word)?.some((other) => takesIn(other, line)));
    return except.length === 0 ? line : { ...line, except };
  });
};

const takesIn = (one: Access, other: Access): boolean =>
  one.via === other.via &&
  one.undecided === other.undecided &&
  JSON.stringify(one.when) === JSON.stringify(other.when) &&
  other.actions.every((action) => one.actions.includes(action));
