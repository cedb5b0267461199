import type { Context } from "../access/context.ts";
import { ApiError } from "../wire/api-error.ts";
import { membersOf, optionalList, text } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";

/** `Tags` of TagResource and CreateKey. Throws TagException for the reserved prefix and for a key given twice. */
export const tagsGiven = (input: Input): Map<string, string> => {
  const tags = new Map<string, string>();
  for (const tag of (optionalList(input, "Tags") ?? []).map(membersOf)) {
    const key = text(tag, "TagKey", { min: 1, max: 128 });
    if (/^aws:/i.test(key)) throw new ApiError("TagException", "Tag keys must not start with aws:");
    if (tags.has(key)) throw new ApiError("TagException", `Duplicate tag key ${key}`);
    tags.set(key, text(tag, "TagValue", { max: 256 }));
  }
  return tags;
};

/** The condition keys of a request that carries tags. */
export const tagContext = (tags: ReadonlyMap<string, string>): Context => ({
  ...(tags.size > 0 ? { "aws:TagKeys": [...tags.keys()] } : {}),
  ...Object.fromEntries([...tags].map(([key, value]) => [`aws:RequestTag/${key}`, value])),
});

/** 50 tags a key. */
export const requireTagsFit = (count: number): void => {
  if (count > 50) throw new ApiError("LimitExceededException", "A key can have at most 50 tags");
};
