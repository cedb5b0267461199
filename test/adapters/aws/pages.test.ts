import { expect, test } from "vitest";
import { allOf, given, nextMarker, type Page, pagesOf } from "../../../src/adapters/aws/pages.ts";

// A listing is whole, or it is an error: what was listed till then would be taken for all there is.

/** A listing whose pages these are; each is asked for by the marker of the one before. */
const listing = (pages: readonly Page<number>[]) => {
  const asked: (string | undefined)[] = [];
  const fetch = (marker: string | undefined): Promise<Page<number>> => {
    asked.push(marker);
    const page = pages[asked.length - 1];
    return page ? Promise.resolve(page) : Promise.reject(new Error("no such page"));
  };
  return { asked, fetch };
};

test.each<[string, readonly Page<number>[], readonly number[], readonly (string | undefined)[]]>([
  ["one page", [{ items: [1, 2], next: undefined }], [1, 2], [undefined]],
  ["one page with an empty marker", [{ items: [1], next: "" }], [1], [undefined]],
  ["none at all", [{ items: [], next: undefined }], [], [undefined]],
  [
    "three pages, an empty one among them",
    [
      { items: [1], next: "a" },
      { items: [], next: "b" },
      { items: [2, 3], next: undefined },
    ],
    [1, 2, 3],
    [undefined, "a", "b"],
  ],
])("%s: all items, in their order", async (_, pages, items, asked) => {
  const { fetch, asked: seen } = listing(pages);
  expect([await allOf(fetch), seen]).toEqual([items, asked]);
});

const pageOf = (next: string | undefined): Page<number> => ({ items: [1], next });

test.each<[string, readonly Page<number>[], RegExp]>([
  ["the same marker again", [pageOf("a"), pageOf("a")], /same page of a list again and again/],
  ["one from before", [pageOf("a"), pageOf("b"), pageOf("a")], /same page of a list again and again/],
  ["a page without its list", [pageOf("a"), { items: undefined, next: undefined }], /without the list/],
])("%s is no end of a list", async (_, pages, says) => {
  await expect(allOf(listing(pages).fetch)).rejects.toMatchObject({
    code: "bad-answer",
    message: expect.stringMatching(says) as string,
    hint: expect.stringContaining("endpoint") as string,
  });
});

test("as many pages as there may be are read, and not one more", async () => {
  const endless = () => {
    let count = 0;
    return () => Promise.resolve(pageOf(`marker ${++count}`));
  };
  const last = listing([pageOf("a"), pageOf("b"), pageOf(undefined)]);
  const items: number[] = [];
  for await (const item of pagesOf(last.fetch, 3)) items.push(item);
  expect(items).toEqual([1, 1, 1]);
  const read: number[] = [];
  const all = async () => {
    for await (const item of pagesOf(endless(), 3)) read.push(item);
  };
  await expect(all()).rejects.toMatchObject({
    code: "bad-answer",
    message: expect.stringContaining("3 pages") as string,
  });
  expect(read).toEqual([1, 1, 1]);
});

test.each<[string, boolean | undefined, string | undefined, string | undefined]>([
  ["it says that there is more", true, "a", "a"],
  ["it says that there is no more", false, "a", undefined],
  ["it says nothing", undefined, "a", undefined],
])("where %s, the next page is asked for or not", (_, truncated, marker, next) => {
  expect(nextMarker("kms:ListKeys", truncated, marker)).toBe(next);
});

test.each([undefined, ""])("more to list without a place to go on (%j) is no end", (marker) => {
  expect(() => nextMarker("kms:ListKeys", true, marker)).toThrow("kms:ListKeys has more to list");
});

test("what an answer must have is there, be it empty", () => {
  expect([given("", "a name", "kms:X"), given(0, "a number", "kms:X")]).toEqual(["", 0]);
  expect(() => given(undefined, "a policy", "kms:GetKeyPolicy")).toThrow(
    "answered kms:GetKeyPolicy without a policy",
  );
});
