import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

/** The unified diff of two texts; empty where they are the same. The names stand in its head. */
export const unifiedDiff = (
  before: string,
  after: string,
  names: { readonly before: string; readonly after: string } = { before: "before", after: "after" },
): string =>
  before === after
    ? ""
    : createTwoFilesPatch(names.before, names.after, before, after, undefined, undefined, {
        context: 3,
        headerOptions: FILE_HEADERS_ONLY,
      });
