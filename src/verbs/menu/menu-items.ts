import type { AnyVerb, MenuItem } from "../verb.ts";

/** The verbs that the menu has, in its order. */
export const itemsOf = (verbs: readonly AnyVerb[]): readonly (MenuItem & { readonly verb: string })[] =>
  verbs
    .flatMap(({ name, menu }) => (menu ? [{ ...menu, verb: name }] : []))
    .sort((a, b) => a.place - b.place);
