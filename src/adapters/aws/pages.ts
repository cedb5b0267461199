import { AwsError } from "../../errors.ts";

/** One page of a listing, and the marker of the next one. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly next: string | undefined;
}

/** A million aliases, far beyond any quota of KMS or IAM. */
const mostPages = 10_000;

/**
 * All items of a listing that comes in pages. Throws AwsError (`bad-answer`) where a marker comes again, pages never end, or
 * one has no list: what was listed till then is not all, or is all several times.
 */
export async function* pagesOf<Item>(
  fetchPage: (marker: string | undefined) => Promise<Page<Item>>,
  most = mostPages,
): AsyncGenerator<Item, void, undefined> {
  const seen = new Set<string>();
  for (let marker: string | undefined; seen.size < most;) {
    const { items, next } = await fetchPage(marker);
    if (items === undefined) throw badAnswer("AWS gives a page of a list without the list");
    yield* items;
    if (next === undefined || next === "") return;
    if (seen.has(next)) throw endless("gives the same page of a list again and again");
    seen.add(next);
    marker = next;
  }
  throw endless(`gives more than ${most} pages of a list`);
}

/** All items of a listing at once. */
export const allOf = async <Item>(
  fetchPage: (marker: string | undefined) => Promise<Page<Item>>,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  for await (const item of pagesOf(fetchPage)) items.push(item);
  return items;
};

/**
 * The marker of the next page, where the answer to `operation` says that there is one; an empty one is none. Throws AwsError
 * (`bad-answer`) where it says so and gives no marker: the list would end too early.
 */
export const nextMarker = (
  operation: string,
  truncated: boolean | undefined,
  marker: string | undefined,
): string | undefined => {
  if (truncated !== true) return undefined;
  if (marker === undefined || marker === "")
    throw badAnswer(`AWS says that ${operation} has more to list, and not where it goes on`);
  return marker;
};

/** What an answer must have. Throws AwsError (`bad-answer`) where it is left out: it would be taken for what is not there. */
export const given = <T>(value: T | undefined, what: string, operation: string): T => {
  if (value === undefined) throw badAnswer(`AWS answered ${operation} without ${what}`);
  return value;
};

const endless = (does: string): AwsError => badAnswer(`AWS ${does}`);

/** The error for an answer that AWS would not give. */
export const badAnswer = (message: string): AwsError =>
  new AwsError("bad-answer", message, {
    hint: "is it AWS that answers? check the endpoint and any proxy between",
  });
