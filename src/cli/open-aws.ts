import type { Aws } from "../outside.ts";
import type { Context } from "./app.ts";

const opened = new WeakMap<Context, Promise<Aws>>();

/** AWS as the flags of the command line say; the same clients for the whole run. */
export const openAws = (context: Context): Promise<Aws> => {
  const { profile, region, endpointUrl, debug } = context.global;
  const aws =
    opened.get(context) ?? context.outside.aws({ profile, region, endpointUrl, debug: debug ?? false });
  opened.set(context, aws);
  return aws;
};
