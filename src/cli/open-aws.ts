import type { Aws } from "../outside.ts";
import { nearest } from "../check/nearest.ts";
import { noteLines } from "../render/note-lines.ts";
import { regionNames } from "../policy/region-names.ts";
import type { Context } from "./app.ts";
import { foundOnce } from "./found-once.ts";
import { noteColumns } from "./widths.ts";

/** Regions are added: a name that is not known may be one, and is only said. */
const noteStrangeRegion = ({ global: { region }, outside, saidNotes }: Context): void => {
  if (region === undefined || regionNames.includes(region)) return;
  const meant = nearest(region, regionNames);
  const note = `${region} is no Region that this kmspol knows${meant === undefined ? "" : `; did you mean ${meant}?`}`;
  if (!saidNotes.has(note)) outside.terminal.note(noteLines([note], { columns: noteColumns(outside) }));
  saidNotes.add(note);
};

const opened = new WeakMap<Context, Promise<Aws>>();

/** AWS as the flags of the command line say; the same clients for the whole run. */
export const openAws = (context: Context): Promise<Aws> => {
  if (!opened.has(context)) noteStrangeRegion(context);
  const { profile, region, endpointUrl, debug, role } = context.global;
  const flags = { profile, region, endpointUrl, debug: debug ?? false, role };
  const aws = opened.get(context) ?? context.outside.aws(flags).then(foundOnce);
  opened.set(context, aws);
  return aws;
};
