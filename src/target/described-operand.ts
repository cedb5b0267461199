import { nearest } from "../check/nearest.ts";
import { AwsError } from "../errors.ts";
import type { DescribedKey, KeyStore } from "../ports.ts";

/** A list of names that is longer is not read to the end: it would take longer than to look the name up. */
const mostNames = 3000;

/**
 * The key that an operand names. Throws AwsError (`key-not-found`) with the alias that may have been meant, where there is
 * one and the aliases may be listed.
 */
export const describedOperand = async (
  store: KeyStore,
  reference: string,
  options?: { readonly aliases: boolean },
): Promise<DescribedKey> => {
  try {
    return await store.describe(reference, options);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "key-not-found" || !reference.startsWith("alias/"))
      throw error;
    throw error.withHint(await meant(store, reference, error.hint));
  }
};

const meant = async (store: KeyStore, reference: string, hint: string | undefined): Promise<string> => {
  // Nobody means AWS's own alias who has not written its folder.
  const isOwn = reference.startsWith("alias/aws/");
  const names = (await aliasesOf(store)).filter((alias) => alias.startsWith("alias/aws/") === isOwn);
  const short = reference.slice("alias/".length);
  const near = nearest(
    short,
    names.map((alias) => alias.slice("alias/".length)),
  );
  if (near !== undefined) return `did you mean alias/${near}?`;
  const begun = names.filter((alias) => alias.toLowerCase().startsWith(reference.toLowerCase()));
  if (begun.length > 0 && begun.length <= 3) return `did you mean ${begun.join(" or ")}?`;
  return hint ?? "kmspol list shows the keys";
};

const aliasesOf = async (store: KeyStore): Promise<readonly string[]> => {
  const names: string[] = [];
  try {
    for await (const { aliases } of store.list()) {
      names.push(...aliases);
      if (names.length >= mostNames) break;
    }
  } catch (error) {
    // Who may not list them gets no guess.
    if (!(error instanceof AwsError)) throw error;
  }
  return names;
};
