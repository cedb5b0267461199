import PQueue from "p-queue";
import { exitCodes, type ExitCode, UsageError } from "../../errors.ts";
import type { BulkKey } from "../../bulk-run.ts";
import { escapeLine } from "../../render/escape.ts";
import { type Answer, type Said, viewOf } from "../../output/answer.ts";
import { createProgress } from "../../output/progress.ts";
import type { Context } from "../../cli/app.ts";
import { gather, type Gatherer } from "../../cli/gather.ts";
import type { AskedUse, KeyUse } from "../../use/types.ts";
import type { Finding } from "../../check/finding.ts";
import { totals } from "../../render/checked.ts";
import { rowLines } from "../../render/rows.ts";
import { noteLines } from "../../render/note-lines.ts";
import { type CheckedKey, checkDocument, documentLine } from "./check-document.ts";
import { closedKey, closedLine, closedRow } from "./closed-lines.ts";
import { type Each, type Ended, failed } from "./each-run.ts";
import { contextOn, type KeyCall } from "./key-calls.ts";
import { type ClosedAccount, printClosed, worstClosed } from "./open-accounts.ts";
import { printFailure, printLine } from "./report.ts";
import { rowsLine, rowsOfKey } from "./rows.ts";
import { wrapWords } from "../../render/columns.ts";
import { noteColumns, resultColumns } from "../../cli/widths.ts";

/** How a verb that reads ended on one key. */
interface Read extends Ended {
  readonly json?: object;
  /** What people are told, in its order. */
  readonly said: readonly Said[];
}

/**
 * Runs a verb that only reads on every key; the answers come in the order of the keys. `check` in a format for machines
 * is one document. Throws UsageError (`conflicting-flags`).
 */
export const readAll = async (
  each: Each,
  keys: readonly BulkKey[],
  json: boolean,
  closed: readonly ClosedAccount[],
): Promise<ExitCode> => {
  const exit = await readKeys(each, keys, json, closed);
  printClosed(each.context, closed);
  const left = worstClosed(closed);
  return exit > left ? exit : left;
};

const readKeys = async (
  each: Each,
  keys: readonly BulkKey[],
  json: boolean,
  closed: readonly ClosedAccount[],
): Promise<ExitCode> => {
  const { terminal } = each.context.outside;
  if (wantsRows(each)) {
    const exit = await readRows(each, keys, json);
    terminal.write(rowLines(closed.map(closedRow)));
    return exit;
  }
  const asked = documentLine(innerLine(each));
  if (!asked) {
    const found: CheckedFindings = [];
    const exit = await readEach(each, keys, json, (key, read) => {
      print(each, key, read, json);
      found.push(...findingsIn(read));
    });
    if (!json && keys.length > 1 && keys[0]?.line[0] === "check") terminal.write(totals(found));
    if (json) for (const one of closed) terminal.write(closedLine(one));
    return exit;
  }
  if (json && asked.format !== "json")
    throw new UsageError("conflicting-flags", `--json and --format ${asked.format} contradict each other`);
  const checked: CheckedKey[] = [];
  const exit = await readEach(each, keys.map(withoutFormat), true, (key, { error, json }) => {
    checked.push({ key, error, json });
    if (error) printFailure(each.context, key, error);
  });
  for (const one of closed) checked.push({ key: closedKey(one), error: one.error });
  terminal.write(checkDocument(asked.format, checked));
  return exit;
};

/** Of each policy that could be looked at. */
type CheckedFindings = (readonly Finding[])[];

const findingsIn = ({ error, json }: Read): CheckedFindings =>
  error ? [] : [(json as { readonly findings?: readonly Finding[] } | undefined)?.findings ?? []];

const innerLine = ({ context: { args } }: Each): readonly string[] => args.slice(args.indexOf("--") + 1);

const wantsRows = (each: Each): boolean =>
  each.flags.format === "jsonl" || rowsLine(innerLine(each)) !== undefined;

/** That rows and objects are two things. */
export const bothFormats = (): UsageError =>
  new UsageError("conflicting-flags", "--json and --format jsonl contradict each other", {
    hint: "--json has an object a key, --format jsonl a row each access or finding",
  });

/** A row each finding and access, a key's as soon as those of the keys before it are told. */
const readRows = (each: Each, keys: readonly BulkKey[], json: boolean): Promise<ExitCode> => {
  const { terminal } = each.context.outside;
  if (json) throw bothFormats();
  const plain = keys.map((key) => ({ ...key, line: rowsLine(key.line) ?? key.line }));
  return readEach(each, plain, true, (key, read) => {
    terminal.write(rowLines(rowsOfKey(key, read)));
    if (read.error) printFailure(each.context, key, read.error);
  });
};

const withoutFormat = (key: BulkKey): BulkKey => ({ ...key, line: documentLine(key.line)?.line ?? key.line });

const readEach = async (
  each: Each,
  keys: readonly BulkKey[],
  json: boolean,
  tell: (key: BulkKey, read: Read) => void,
): Promise<ExitCode> => {
  const calls = await Promise.all(keys.map((key) => each.callOn(key)));
  const queue = new PQueue({ concurrency: 8 });
  const trails = gatheredTrails(calls, queue);
  const progress = createProgress(each.context, (count) => `[${count}/${keys.length}] keys read`);
  const reading = calls.map((call) =>
    queue.add(async () => {
      const read = await readOn(each, call, json, trails);
      progress.step();
      return read;
    }),
  );
  let worst: ExitCode = exitCodes.done;
  try {
    for (const [i, { key }] of calls.entries()) {
      const read = await reading[i];
      if (!read) continue;
      tell(key, read);
      if (read.exit > worst) worst = read.exit;
    }
  } finally {
    progress.end();
  }
  return worst;
};

/** Where the verb reads files of CloudTrail, that is done once, when every key is known; while one waits the next one is looked at. */
const gatheredTrails = (calls: readonly KeyCall[], queue: PQueue): Gatherer<AskedUse, KeyUse> | undefined => {
  const { trail = [] }: { readonly trail?: readonly string[] } = calls[0]?.flags ?? {};
  return trail.length === 0 ? undefined : gather(calls.length, () => (queue.concurrency += 1));
};

const readOn = async (
  each: Each,
  call: KeyCall,
  json: boolean,
  gathered: Gatherer<AskedUse, KeyUse> | undefined,
): Promise<Read> => {
  let hasAsked = false;
  const trails: Context["trails"] = gathered && {
    ask: (question, work) => {
      hasAsked = true;
      return gathered.ask(question, work);
    },
  };
  try {
    return await readWith(each, call, json, trails);
  } finally {
    gathered?.ended(hasAsked);
  }
};

const readWith = async (
  each: Each,
  call: KeyCall,
  json: boolean,
  trails: Context["trails"],
): Promise<Read> => {
  const said: Said[] = [];
  const note = (text: string) => void said.push({ to: "error", text });
  try {
    const { columns } = each.outside.terminal;
    const own = contextOn(each, call, { answers: json ? ["--json"] : [], note, columns });
    const context = { ...own, ...(trails && { trails }), calls: nameOf(call.key) };
    const loaded = await call.verb.load(each.program);
    const answer = await loaded.run(context, call.operands, call.flags);
    const { exit, notes = [] } = answer;
    if (json) return { exit, notes, said, json: jsonOf(answer) };
    note(noteLines(notes, { columns: noteColumns(context.outside) }));
    return { exit, notes, json: jsonOf(answer), said: [...said, ...(await viewOf(answer))] };
  } catch (error) {
    return { ...failed(error), said };
  }
};

/** `alias/app`, or the key's id: account and Region stand above. */
const nameOf = ({ label, line: [, operand] }: BulkKey): string | undefined =>
  label === operand ? undefined : label.replace(/ in [^ ]+, [^ ]+$/, "");

const jsonOf = ({ json }: Answer): object => (typeof json === "object" && json !== null ? json : {});

const print = ({ context }: Each, key: BulkKey, { error, json, said }: Read, asJson: boolean): void => {
  const { terminal } = context.outside;
  const textTo = (to: Said["to"]): string =>
    said.flatMap((part) => (part.to === to ? [part.text] : [])).join("");
  if (asJson) {
    printLine(context, key, error ? { error } : (json ?? {}));
  } else if (error) {
    printFailure(context, key, error);
  } else {
    const heading = context.style.strong(escapeLine(key.label));
    const text = textTo("output");
    // `show` begins with the key's name by itself.
    const own = `${wrapWords(heading, resultColumns(context.outside), "  ")}\n`;
    terminal.write(`${text.startsWith(`${heading}\n`) ? "" : own}${text}\n`);
    terminal.note(textTo("error"));
  }
};
