import type { Answer } from "../../output/answer.ts";
import type { DefaultView } from "../../default-view/default-view.ts";
import { readDefaultView } from "../../default-view/read-default-view.ts";
import { exitCodes, KmspolError } from "../../errors.ts";
import type { Identity } from "../../ports.ts";
import { escapeLine } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import { openAws } from "../../cli/open-aws.ts";
import { openSubject } from "../../target/open-subject.ts";
import { openTarget } from "../../target/open-target.ts";
import { printText } from "../../output/print.ts";
import type { AnyVerb } from "../verb.ts";
import { nextWord } from "./suggest.ts";
import type { Question } from "./suggest-values.ts";

/** So long an answer holds. */
const freshFor = 5 * 60_000;
/** So long nobody asks again where nothing came: AWS may be out of reach, and each try costs a blink and a process. */
const emptyFor = 30_000;
/** So long a shell waits for an answer that is not there yet, in all, and between two looks. */
const patience = { whole: 400, step: 50 };
/** A list that nobody would read anyway. */
const mostKeys = 5000;

/** Prints the words that may come next, a line each: value, tab, description. Never fails: then there are none. */
export const runComplete = async (
  context: Context,
  verbs: readonly AnyVerb[],
  words: readonly string[],
  { refresh }: CompleteFlags,
): Promise<Answer> => {
  const { known, question } = nextWord(verbs, words);
  try {
    const here = question && (await answerHere(context, question));
    if (here) printText(context, linesOf(here.map((line) => line.join("\t")).filter(isNoFlag)));
    else if (refresh && question) await fetchAnswer(context, words, question);
    else if (question)
      printText(
        context,
        linesOf(asTyped(words.at(-1) ?? "", await answerTo(context, words, question)).filter(isNoFlag)),
      );
    else printText(context, linesOf(known.map(({ value, description }) => `${value}\t${description}`)));
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
  }
  return { exit: exitCodes.done };
};

const linesOf = (lines: readonly string[]): string =>
  lines
    .filter(isSafe)
    .map((line) => `${line}\n`)
    .join("");

/**
 * Whether no shell sees anything but a word in the value of a line. A policy, a key or a profile of somebody else may bring one that
 * a shell would run; all that IAM and KMS take for names passes, and only odd paths of IAM do not.
 */
const isSafe = (line: string): boolean => /^[\w/.@:+-][\w+=,.@:/-]*$/.test(line.split("\t")[0] ?? "");

/** What is asked for is a name: one that kmspol would take for a flag of its own is none that anybody chose. */
const isNoFlag = (line: string): boolean => !line.startsWith("-");

/** Nobody types a key id where the key has an alias, unless the word begins as one. */
const asTyped = (typed: string, lines: readonly string[]): readonly string[] =>
  /^(?:mrk-)?[0-9a-f]/.test(typed) && !/^a(?:l|$)/.test(typed)
    ? lines
    : lines.filter((line) => !/^(?:mrk-)?[0-9a-f-]{32,36}\t./.test(line));

/** What this machine knows by itself; undefined for what is not kept here. */
const answerHere = async ({ outside }: Context, { kind }: Question): Promise<readonly Line[] | undefined> => {
  if (kind === "profiles") return (await outside.profiles()).map((name) => [name, ""]);
  if (kind === "kept") {
    const texts = await (await outside.kept()).list();
    return [
      ["all", "all of them"],
      ...texts.map(({ id, at, label = "" }): Line => [id, `${at} ${label}`.trim()]),
    ];
  }
  if (kind !== "runs") return undefined;
  const { runs } = await (await outside.runs()).list();
  return runs.map(({ id, at, keys }) => [
    id,
    `${at}, ${keys.length === 1 ? "1 key" : `${keys.length} keys`}`,
  ]);
};

/** From the cache; what is missing or old is fetched in the background, and waited for no longer than a blink. */
const answerTo = async (
  context: Context,
  words: readonly string[],
  question: Question,
): Promise<readonly string[]> => {
  const cache = await context.outside.completions();
  const { clock } = context.outside;
  const key = keyOf(context, words, question);
  const cached = await cache.read(key);
  const age = cached ? clock.now().getTime() - cached.at.getTime() : Infinity;
  if (cached && age < (cached.lines.length > 0 ? freshFor : emptyFor)) return cached.lines;
  await cache.write(key, cached?.lines ?? []);
  const asked = await cache.read(key);
  cache.refresh(["complete", "--refresh", "--", ...words]);
  for (let waited = 0; waited < patience.whole; waited += patience.step) {
    await clock.sleep(patience.step);
    const fresh = await cache.read(key);
    if (fresh && fresh.at.getTime() !== asked?.at.getTime()) return fresh.lines;
  }
  return cached?.lines ?? [];
};

/** Answers differ by account, Region and endpoint, and by the question. */
const keyOf = ({ outside }: Context, words: readonly string[], question: Question): string => {
  const names = ["AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID"];
  return JSON.stringify([question, flagsIn(words), names.map((name) => outside.environment[name])]);
};

const flagsIn = (words: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    words.flatMap((word, at) =>
      ["--profile", "--region", "--endpoint-url"].includes(word) ? [[word, words[at + 1] ?? ""]] : [],
    ),
  );

const fetchAnswer = async (context: Context, words: readonly string[], question: Question): Promise<void> => {
  const flags = flagsIn(words);
  const global = {
    ...context.global,
    ...(flags["--profile"] !== undefined && { profile: flags["--profile"] }),
    ...(flags["--region"] !== undefined && { region: flags["--region"] }),
    ...(flags["--endpoint-url"] !== undefined && { endpointUrl: flags["--endpoint-url"] }),
  };
  const asked: Context = { ...context, global };
  const lines = await linesFor(asked, question);
  const cache = await context.outside.completions();
  await cache.write(
    keyOf(context, words, question),
    lines.map((line) => line.map((part) => escapeLine(part)).join("\t")),
  );
};

type Line = readonly [value: string, description: string];

const linesFor = (context: Context, question: Question): Promise<readonly Line[]> => {
  switch (question.kind) {
    case "keys":
      return keysOf(context);
    case "principals":
      return identitiesOf(context, ["role", "user"]);
    case "groups":
      return identitiesOf(context, ["group"]);
    case "profiles":
    case "runs":
    case "kept":
      return Promise.resolve([]);
    case "changes":
      return changesOf(context, question.target);
    case "states":
      return statesOf(context, question.target);
    default:
      return principalsOf(context, question);
  }
};

/** `role/path/Name`s of the account, those that AWS services made for themselves last. */
const identitiesOf = async (
  context: Context,
  kinds: readonly Identity["kind"][],
): Promise<readonly Line[]> => {
  const { directory } = await openAws(context);
  const [own, linked]: [Line[], Line[]] = [[], []];
  for (const kind of kinds) {
    for await (const { path, name } of directory.list(kind)) {
      const lines = path.startsWith("/aws-service-role/") ? linked : own;
      lines.push([`${kind}${path}${name}`, ""]);
      if (own.length + linked.length >= mostKeys) break;
    }
  }
  return [...own, ...linked];
};

const keysOf = async (context: Context): Promise<readonly Line[]> => {
  const { keys } = await openAws(context);
  const [aliases, ids]: [Line[], Line[]] = [[], []];
  for await (const key of keys.list()) {
    for (const alias of key.aliases) if (!alias.startsWith("alias/aws/")) aliases.push([alias, key.id]);
    ids.push([key.id, key.aliases[0] ?? ""]);
    if (ids.length >= mostKeys) break;
  }
  return [...aliases, ...ids];
};

/** The changes of a target, newest first, by the ids that `--to` takes. */
const changesOf = async (context: Context, target: string): Promise<readonly Line[]> => {
  const { historyKey } = await openSubject(context, target, {});
  const changes = await (await context.outside.history()).changes(historyKey);
  return changes.map(({ id, at, command }) => [id, `${at} ${command.join(" ")}`]);
};

/** The policies of a target out of its history, as an operand names them. */
const statesOf = async (context: Context, target: string): Promise<readonly Line[]> =>
  (await changesOf(context, target)).map(([id, about]) => [`${target}@${id}`, about]);

const principalsOf = async (
  context: Context,
  { kind, target }: Extract<Question, { readonly kind: "admins" | "users" | "accounts" }>,
): Promise<readonly Line[]> => {
  const open = await openTarget(context, target);
  const view: DefaultView = readDefaultView(await open.document(), open.facts);
  const own = `:iam::${open.facts.account ?? ""}:`;
  const isAdmins = kind === "admins";
  const inPart = view.limited.filter(({ may }) => may.includes("admin") === isAdmins);
  const more = kind === "accounts" ? [] : inPart.map(({ principal }) => principal);
  const named = [...new Set([...view[kind], ...more])].filter((word) => word !== "*");
  return named.map((arn) => [arn.includes(own) ? (arn.split(own)[1] ?? arn) : arn, ""]);
};
/** The flags of the verb that the shell calls to complete. */
export interface CompleteFlags {
  readonly refresh?: boolean;
}
