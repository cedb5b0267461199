import { exitCodes, type ExitCode } from "../../errors.ts";
import type { BulkRun } from "../../bulk-run.ts";
import { escapeLine } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import { standingOf } from "./earlier-run.ts";

/** `each --runs`: the runs of this machine, newest first; with `--json` an object a line. */
export const printRuns = async ({ outside, global }: Context): Promise<ExitCode> => {
  const { runs, damaged } = await (await outside.runs()).list();
  const { terminal } = outside;
  for (const run of runs) {
    const told = tell(run, runs);
    terminal.write(`${global.json ? JSON.stringify(told) : lineOf(told)}\n`);
  }
  for (const path of damaged) terminal.note(`kmspol: ${escapeLine(path)} holds no run that can be read\n`);
  if (runs.length === 0 && !global.json) terminal.note("no run was made on this machine\n");
  return damaged.length === 0 ? exitCodes.done : exitCodes.refused;
};

const tell = (run: BulkRun, all: readonly BulkRun[]) => {
  const undoneBy = all.filter(({ undoes }) => undoes === run.id).map(({ id }) => id);
  return {
    run: run.id,
    at: run.at,
    command: run.undoes === undefined ? sharedLine(run) : ["each", "--undo", run.undoes],
    keys: run.keys.length,
    ...standingOf(run),
    ...(undoneBy.length > 0 && { undoneBy }),
  };
};

/** The verb and its words without the target, and without the change that an undo takes back of each key. */
const sharedLine = ({ keys }: BulkRun): readonly string[] => {
  const [verb = "", , ...rest] = keys[0]?.line ?? [];
  const at = verb === "undo" ? rest.indexOf("--change") : -1;
  return [verb, ...(at < 0 ? rest : rest.toSpliced(at, 2))];
};

const lineOf = ({
  run,
  at,
  command,
  keys,
  done,
  failed,
  left,
  undoneBy,
}: ReturnType<typeof tell>): string => {
  const counts = [
    `${done} of ${keys} done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(left > 0 ? [`${left} left`] : []),
    ...(undoneBy ? [`taken back by run ${undoneBy.join(", ")}`] : []),
  ];
  return `${run}  ${at.slice(0, 16).replace("T", " ")}  ${escapeLine(command.join(" "))}  (${counts.join(", ")})`;
};
