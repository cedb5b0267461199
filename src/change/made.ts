import { errorInWords, inWords } from "../shell/typed-command.ts";
import { type Named, typedOf } from "./command-target.ts";
import type { Edit, Made, Proposal, Snapshot } from "./types.ts";

/** Has an edit make its text; what its notes propose, and what it refuses with, is put into words as they are typed about the subject. */
export const make = (edit: Edit, snapshot: Snapshot, previous?: Proposal): Promise<Made> =>
  refusingInWords(snapshot.subject, async () => {
    const { notes, ...made } = await edit.make(snapshot, previous);
    return {
      ...made,
      ...(notes && { notes: notes.map((note) => inWords(typedOf(snapshot.subject), note)) }),
    };
  });

/** Does work of the pure core, whose errors propose commands as values: they are thrown with them in words. */
export const refusingInWords = async <Result>(
  subject: Named,
  work: () => Promise<Result> | Result,
): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    throw errorInWords(typedOf(subject), error);
  }
};
