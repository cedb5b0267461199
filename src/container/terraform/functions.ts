import { isList, isRecord } from "../../policy/json-value.ts";
import { hasSymbol } from "../../policy/symbols.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import type { Evaluate } from "./references.ts";
import type { Scene } from "./scene.ts";
import type { Call, Place } from "./syntax.ts";
import { fileNamed, templateFile } from "./files.ts";
import {
  applied,
  asValue,
  flat,
  openMark,
  parsed,
  nameOf,
  withSymbols,
  wordOf,
  type Open,
  type Value,
} from "./values.ts";

/** What a function of Terraform gives, as far as all that it needs is known. */
export const callFunction = (call: Call & Place, scene: Scene, evaluate: Evaluate): Value => {
  const { name, items } = call;
  const open = (why = applied): Open => ({ open: nameOf(scene.source.text, call), why });
  const given = items.map((item) => evaluate(item, scene));
  const [first] = given;
  const values = given.map(asValue);
  const [value, second] = values;
  if (name === "jsonencode" && first) return { value: JSON.stringify(withSymbols(asValue(first))) };
  if (name === "templatefile" || name === "file") {
    const found = items[0] ? fileNamed(items[0], scene) : open();
    if ("why" in found) return open(found.why);
    return name === "file" ? { value: found.text } : templateFile(found, second, scene, evaluate);
  }
  if (value === undefined || isOpen(value)) return open();
  if (name === "try") return { value };
  if (name === "coalesce") return coalesced(values) ?? open();
  return known(name, values) ?? open();
};

const isOpen = (value: JsonValue | undefined): boolean =>
  typeof value === "string" && value.startsWith(openMark);

const known = (name: string, values: readonly JsonValue[]): Value | undefined => {
  const [value, second] = values;
  if (value === undefined) return undefined;
  switch (name) {
    case "jsondecode":
      return typeof value === "string" ? { value: parsed(value) ?? value } : undefined;
    case "format":
      return typeof value === "string" ? formatted(value, values.slice(1)) : undefined;
    case "join":
      return typeof value === "string" && isList(second)
        ? { value: values.slice(1).flatMap(flat).map(wordOf).join(value) }
        : undefined;
    case "concat":
      return values.some(isOpen) ? partly(values) : { value: values.flatMap(flat) };
    case "flatten":
      return { value: deepFlat(value) };
    case "merge":
      return values.every(isRecord) ? { value: Object.assign({}, ...values) as JsonValue } : undefined;
    case "compact":
      return isList(value) ? { value: value.filter((item) => item !== "" && item !== null) } : undefined;
    case "distinct":
    case "toset":
      return isList(value)
        ? { value: [...new Map(value.map((item) => [JSON.stringify(item), item])).values()] }
        : { value };
    case "keys":
      return isRecord(value) ? { value: Object.keys(value).sort() } : undefined;
    case "values":
      return isRecord(value)
        ? {
            value: Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([, item]) => item),
          }
        : undefined;
    case "lower":
    case "upper":
      return typeof value === "string" && !hasSymbol(value)
        ? { value: name === "lower" ? value.toLowerCase() : value.toUpperCase() }
        : undefined;
    case "tostring":
    case "tolist":
    case "tomap":
    case "sensitive":
    case "nonsensitive":
      return { value };
    default:
      return undefined;
  }
};

/** A list of which a part is open: that part keeps its name. */
const partly = (values: readonly JsonValue[]): Value => ({ value: values.flatMap(flat) });

const deepFlat = (value: JsonValue): readonly JsonValue[] =>
  isList(value) ? value.flatMap(deepFlat) : [value];

/** Verbs with a width or a precision say more than is worked out here (Terraform, "format"). */
const formatted = (pattern: string, items: readonly JsonValue[]): Value | undefined => {
  const verbs = pattern.replaceAll("%%", "").match(/%[^%]?/g) ?? [];
  if (verbs.length !== items.length || verbs.some((verb) => !/^%[sdv]$/.test(verb))) return undefined;
  let next = 0;
  return {
    value: pattern.replace(/%[sdv%]/g, (sign) => (sign === "%%" ? "%" : wordOf(items[next++] ?? ""))),
  };
};

/** The first that is neither null nor an empty text (Terraform, "coalesce"). */
const coalesced = (values: readonly JsonValue[]): Value | undefined => {
  const value = values.find((one) => one !== null && one !== "");
  return value === undefined || isOpen(value) ? undefined : { value };
};
