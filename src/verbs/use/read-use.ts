import type { Context } from "../../cli/app.ts";
import { openAws } from "../../cli/open-aws.ts";
import { UsageError } from "../../errors.ts";
import { waiting } from "../../output/waiting.ts";
import type { TrailFiles } from "../../trail-files-port.ts";
import { evidenceOf } from "../../use/evidence.ts";
import { type TextRead, type TrailReader, trailReader, trailReaders } from "../../use/read-trail.ts";
import type { AskedUse, KeyUse } from "../../use/types.ts";

/** What files and folders tell; where many keys are asked about together, they are read once for all of these. Throws UsageError. */
export const useByFiles = async (
  { outside, trails }: Context,
  paths: readonly string[],
  asked: AskedUse,
): Promise<KeyUse> => {
  if (trails) return trails.ask(asked, (all) => readTrails(outside, paths, all));
  const [use] = await readTrails(outside, paths, [asked]);
  if (!use) throw new Error("a trail was read for no key");
  return use;
};

/** The use of each key, in their order. A file that cannot be read, or holds something else, is named and stops no other. */
const readTrails = async (
  outside: Context["outside"],
  paths: readonly string[],
  all: readonly AskedUse[],
): Promise<readonly KeyUse[]> => {
  const from = await outside.trailFiles();
  const reader = trailReaders(all);
  const found = await Promise.all(paths.map((path) => from.below(path)));
  const files = [...new Set(found.flatMap((one) => one.files))];
  const notRead: { readonly path: string; readonly because: string }[] = [];
  let done = 0;
  await waiting(
    outside,
    () => `reading CloudTrail: file ${Math.min(done + 1, files.length)} of ${files.length}`,
    async () => {
      for (const path of files) {
        const because = await readFile(from, path, reader);
        if (because !== undefined) notRead.push({ path, because });
        done += 1;
      }
    },
  );
  const others = found.reduce((sum, one) => sum + one.others, 0);
  if (others > 0)
    notRead.push({
      path: paths.join(", "),
      because: `${others} ${others === 1 ? "file whose name is" : "files whose names are"} not those of JSON or gzip`,
    });
  return all.map((asked, place) => {
    const read = reader.told(place);
    const evidence = evidenceOf({ source: "trail", read, files: files.length, notRead, ...asked });
    return { used: read.usedBy, evidence };
  });
};

/** Reads one file. Gives what was wrong with it. */
const readFile = async (from: TrailFiles, path: string, reader: TrailReader): Promise<string | undefined> => {
  const text = reader.text();
  try {
    for await (const piece of from.pieces(path)) text.push(piece);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const reason = error.message.replace(`${path} cannot be read: `, "");
    const { records } = text.read();
    return records === 0 ? reason : `${reason}; the ${counted(records, "event")} before count`;
  }
  text.end();
  return whatIsWrong(text.read());
};

const whatIsWrong = ({ records, foreign, broken }: TextRead): string | undefined => {
  const many = [...broken.values()].reduce((sum, count) => sum + count, 0);
  if (records === 0)
    return many > 0 && foreign === 0 ? "it is no whole JSON" : "it holds no event of CloudTrail";
  const kept = `; the other ${counted(records, "event")} count`;
  if (broken.has("cut")) return `it ends in the middle${kept}`;
  return many === 0 ? undefined : `${counted(many, "event")} in it cannot be read${kept}`;
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** What CloudTrail's event history tells. Throws AwsError. */
export const useByHistory = async (
  context: Context,
  asked: AskedUse & { readonly since: string },
): Promise<KeyUse> => {
  const reader = trailReader(asked);
  const trail = await (await openAws(context)).trail();
  let seen = 0;
  const { stoppedAt } = await waiting(
    context.outside,
    () => `asking CloudTrail, 2 questions a second: ${seen} events`,
    () =>
      trail.eventsOf(asked.key, new Date(asked.since), (text) => {
        reader.record(text);
        seen += 1;
      }),
  );
  const read = reader.told();
  return {
    used: read.usedBy,
    evidence: evidenceOf({ source: "event-history", read, stoppedAt, ...asked }),
  };
};
