import type { Ban } from "../access/banned-access.ts";
import { kmsActions } from "../policy/kms-actions.ts";
import type { AcceptanceProblem } from "./acceptance.ts";
import type { Setting } from "./config-accounts.ts";
import { meantName } from "./meant-name.ts";
import { nearest } from "./nearest.ts";

const fields = ["principal", "actions", "except", "reason"];

/** What `forbid` of a configuration says. */
export const readForbid = (value: unknown): Setting<readonly Ban[]> => {
  if (value === undefined) return { value: [], problems: [] };
  if (!Array.isArray(value))
    return { value: [], problems: [{ where: "/forbid", message: "forbid is no list" }] };
  const read = value.map((entry: unknown, index) => readBan(entry, `/forbid/${index}`));
  return { value: read.flatMap((one) => one.value), problems: read.flatMap(({ problems }) => problems) };
};

const readBan = (entry: unknown, where: string): Setting<readonly Ban[]> => {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry))
    return {
      value: [],
      problems: [{ where, message: "what is forbidden is an object with principal, actions and reason" }],
    };
  const { principal, actions, except = [], reason } = entry as Record<string, unknown>;
  const problems: AcceptanceProblem[] = Object.keys(entry)
    .filter((name) => !fields.includes(name))
    .map((name) => ({
      where: `${where}/${name}`,
      message: `forbid has no "${name}"${meantName(name, fields)}`,
    }));
  const wrong = (field: string, message: string): void =>
    void problems.push({ where: `${where}/${field}`, message });
  if (!isWord(principal)) wrong("principal", problemWithWord(principal));
  if (typeof reason !== "string" || reason.trim() === "")
    wrong("reason", "what is forbidden needs its reason");
  if (!isTexts(actions) || actions.length === 0)
    wrong("actions", 'actions is a list such as ["kms:Decrypt"]');
  else
    for (const [i, action] of actions.entries())
      problems.push(...problemsWithAction(action, `${where}/actions/${i}`));
  if (!isTexts(except)) wrong("except", "except is a list of principals");
  else
    for (const [i, word] of except.entries()) if (!isWord(word)) wrong(`except/${i}`, problemWithWord(word));
  if (problems.length > 0) return { value: [], problems };
  const ban = { principal, actions, except, reason } as Ban;
  return { value: [ban], problems: [] };
};

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

const word =
  /^(?:anyone|outside|(?:account:)?\d{12}|root-user:[\d*?]+|service:[\w.*?-]+|(?:role|user)\/[\w+=,.@/*?-]+|sso\/[\w+=,.@-]+(?:@\d{12})?|arn:[a-z*?-]*:(?:iam|sts)::[\d*?]*:[\w+=,.@/*?-]+)$/;

const isWord = (value: unknown): value is string =>
  typeof value === "string" && value.length <= 2048 && word.test(value);

const problemWithWord = (value: unknown): string =>
  `${value === undefined ? "nothing" : JSON.stringify(value)} names no principal: write anyone, outside, an account id, role/NAME, user/NAME, sso/NAME, service:NAME, or an ARN; * and ? are wildcards`;

const names = kmsActions.map(({ name }) => `kms:${name}`);

const problemsWithAction = (action: string, where: string): readonly AcceptanceProblem[] => {
  if (!/^kms:[A-Za-z*?]+$/i.test(action))
    return [{ where, message: `"${action}" is no action of KMS: it looks like kms:Decrypt` }];
  if (/[*?]/.test(action) || names.some((name) => name.toLowerCase() === action.toLowerCase())) return [];
  // What AWS adds tomorrow may be forbidden today; a misspelling would forbid nothing.
  const near = nearest(action, names);
  return near === undefined
    ? []
    : [{ where, message: `there is no action "${action}"; did you mean ${near}?` }];
};
