import { UsageError } from "../errors.ts";
import type { Grant } from "../ports.ts";
import type { Context } from "../cli/app.ts";
import { openAws } from "../cli/open-aws.ts";
import type { OpenTarget } from "./open-target.ts";

/** The key's grants. Throws UsageError (`grants-of-file`) for a file, which has none. */
export const grantsOf = async (context: Context, { target }: OpenTarget): Promise<readonly Grant[]> => {
  if (target.kind === "key") return (await openAws(context)).keys.grants(target.arn);
  throw new UsageError("grants-of-file", "a policy file has no grants", { hint: "--grants needs a key" });
};
