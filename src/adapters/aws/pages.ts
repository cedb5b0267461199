/** One page of a listing, and the marker of the next one. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly next: string | undefined;
}

/**
 * All items of a listing that comes in pages. A marker that does not move ends it: some test servers repeat the last
 * page for ever.
 */
export async function* pagesOf<Item>(
  fetchPage: (marker: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let marker: string | undefined;
  for (;;) {
    const { items, next } = await fetchPage(marker);
    yield* items ?? [];
    if (next === undefined || next === "" || next === marker) return;
    marker = next;
  }
}

/** All items of a listing at once. */
export const allOf = async <Item>(
  fetchPage: (marker: string | undefined) => Promise<Page<Item>>,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  for await (const item of pagesOf(fetchPage)) items.push(item);
  return items;
};
