import type { SoughtKey } from "./types.ts";

/** Keys of which each name is looked for in each text; with more of them the text's own words are looked up. */
const few = 8;

/** The keys that a record may be about: those of which a name, an id or an alias, stands in its text. */
export const keysNamedIn = <Key extends { readonly key: SoughtKey }>(
  keys: readonly Key[],
): ((text: string) => Key[]) => {
  const names = keys.map((one) => ({ one, all: [one.key.id, ...one.key.aliases] }));
  if (keys.length <= few)
    return (text) => names.flatMap(({ one, all }) => (all.some((name) => text.includes(name)) ? [one] : []));
  const byName = new Map<string, Key[]>();
  for (const { one, all } of names)
    for (const name of all) byName.set(name, [...(byName.get(name) ?? []), one]);
  return (text) => {
    const found = new Set<Key>();
    for (const [word] of text.matchAll(aWord)) for (const key of byName.get(word) ?? []) found.add(key);
    return [...found];
  };
};

/** An alias (AWS KMS API Reference, "CreateAlias": letters, digits and /_-), or what may be a key's id. */
const aWord = /\balias\/[\w/-]+|[\w-]{12,}/g;
