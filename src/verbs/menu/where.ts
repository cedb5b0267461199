import type { Context } from "../../cli/app.ts";
import { openAws } from "../../cli/open-aws.ts";
import { regionOf } from "../../cli/region-of.ts";
import { whoWords } from "../../render/history.ts";

/** Where the menu is, once AWS has said so: `111122223333, eu-west-1, as user/admin (profile work)`. */
export const whereWords = (context: Context): (() => string) => {
  const { global, outside } = context;
  const profile = global.profile ?? outside.environment["AWS_PROFILE"];
  const named = profile === undefined ? "" : `, profile ${profile}`;
  const region = regionOf(context);
  const place = region === undefined ? "" : `, ${region}`;
  let who = "account not known yet";
  const asking = async () => {
    const { account, arn } = await (await openAws(context)).identity.caller();
    who = `${account}${place}, as ${whoWords(arn)}`;
  };
  void asking().catch(() => (who = `account not known${place}`));
  return () => `${who}${named}`;
};
