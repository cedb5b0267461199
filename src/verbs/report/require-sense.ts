import { resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import type { Context } from "../../cli/app.ts";
import type { ReportFlags } from "./report-flags.ts";

/**
 * Throws UsageError: `conflicting-flags` for flags that would do nothing, or do harm; `file-unwritable` where `--out` names a file that is
 * no report.
 */
export const requireSense = async (context: Context, flags: ReportFlags): Promise<void> => {
  if (context.global.json)
    throw new UsageError("conflicting-flags", "report prints a page or a table, and no JSON document", {
      hint: "kmspol who-can --from FILE --format jsonl and kmspol each --all --format jsonl -- who-can print the same as JSON rows",
    });
  requireRows(flags);
  requireOtherFile(flags);
  await requireReport(context, flags);
};

const ofRows = {
  partition: "--partition",
  keySpec: "--key-spec",
  keyUsage: "--key-usage",
};

const requireRows = (flags: ReportFlags): void => {
  if (flags.from !== undefined && (flags.account ?? []).length > 1)
    throw new UsageError(
      "conflicting-flags",
      "--account tells the account of rows that tell none: that is one",
      {
        hint: "give one --account, or write the key's ARN into each row",
      },
    );
  const [idle] = Object.entries(ofRows).filter(([name]) => flags[name as keyof typeof ofRows] !== undefined);
  if (flags.from !== undefined || !idle) return;
  throw new UsageError(
    "conflicting-flags",
    `${idle[1]} tells what a row of --from leaves out, and KMS tells it of its keys`,
    { hint: "leave it out; --profile and --region choose where keys are looked for" },
  );
};

const requireOtherFile = ({ out, from }: ReportFlags): void => {
  if (out === undefined || from === undefined || resolve(out) !== resolve(from)) return;
  throw new UsageError("conflicting-flags", "--out names the file that --from reads: it would be replaced", {
    hint: "give the report a name of its own",
  });
};

/** A report takes the place of an earlier one, and of no other file. */
const requireReport = async ({ outside }: Context, { out }: ReportFlags): Promise<void> => {
  if (out === undefined || (await isFree(outside, out))) return;
  throw new UsageError(
    "file-unwritable",
    `${out} is there already and is no report of kmspol: it is not replaced`,
    { hint: "give the report another name, or remove that file" },
  );
};

/** How far into a file its nature is looked for: the head of a page is shorter. */
const headLines = 12;

const isFree = async (outside: Context["outside"], path: string): Promise<boolean> => {
  let count = 0;
  try {
    for await (const line of (await outside.files()).lines(path)) {
      if (!("text" in line)) return false;
      if (isOfReport(line.text, count)) return true;
      if (++count >= headLines) return false;
    }
  } catch (error) {
    // Why a file cannot be written, writing says.
    if (error instanceof UsageError && error.code === "file-unreadable") return true;
    throw error;
  }
  return count === 0;
};

const isOfReport = (line: string, place: number): boolean =>
  line.trim() === `<title>${title}</title>` ||
  (place === 0 &&
    (line.trim() === `# ${title}` || line.startsWith('"account","region","key","alias","principal"')));

const title = "Who may do what with which keys";
