import type { Context } from "../cli/app.ts";
import { regionNames } from "../policy/region-names.ts";
import { feedOf } from "../target/growing-feed.ts";
import { askFromFeed } from "./ask-from-feed.ts";

/** Which Region of AWS, out of those that are known, or one by its name: Regions are added. */
export const askRegion = async (context: Context): Promise<string> => {
  const feed = feedOf(
    regionNames.map((name) => ({ value: name, cells: [name] })),
    "as given",
  );
  const typed = (text: string) =>
    /^[a-z]{2,5}(?:-[a-z]+)+-\d+$/.test(text) ? { value: text, cells: [text, "as typed"] } : undefined;
  const words = { question: "Which Region?", things: "Regions", typed, several: false };
  const [name = ""] = await askFromFeed(context, feed, words);
  return name;
};
