import { isList, isRecord, type JsonObject } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { memberOf } from "./row-member.ts";

/** The aliases in a row: names, or objects of ListAliases. */
export const aliasesIn = (all: readonly JsonObject[]): readonly string[] =>
  listIn(all, "aliases").flatMap((one) => {
    const name = isRecord(one) ? memberOf(one, "aliasname") : one;
    return typeof name === "string" ? [name.replace(/^arn:[^/]*:(?=alias\/)/, "")] : [];
  });

/** The tags in a row: an object of them, or a list of keys with their values as KMS and Config write it. */
export const tagsIn = (all: readonly JsonObject[]): ReadonlyMap<string, string> => {
  const object = all.map((one) => memberOf(one, "tags")).find(isRecord);
  if (object)
    return new Map(
      Object.entries(object).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    );
  return new Map(
    listIn(all, "tags").flatMap((one): (readonly [string, string])[] => {
      if (!isRecord(one)) return [];
      const [key, value] = [
        memberOf(one, "tagkey") ?? memberOf(one, "key"),
        memberOf(one, "tagvalue") ?? memberOf(one, "value"),
      ];
      return typeof key === "string" ? [[key, typeof value === "string" ? value : ""]] : [];
    }),
  );
};

const listIn = (all: readonly JsonObject[], name: string): readonly JsonValue[] =>
  all.map((one) => memberOf(one, name)).find(isList) ?? [];
