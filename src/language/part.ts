import type { JsonPath } from "../policy/syntax.ts";
import type { Word } from "./place.ts";

/** What a word is in a policy. `statement` is the path of its statement. */
export type Part =
  | { readonly is: "element" | "statement-element"; readonly name: string }
  | { readonly is: "version" | "effect" | "sid" | "action" | "resource"; readonly statement: JsonPath }
  | { readonly is: "principal-type"; readonly statement: JsonPath }
  | { readonly is: "principal"; readonly type: string; readonly statement: JsonPath }
  | { readonly is: "operator"; readonly statement: JsonPath }
  | { readonly is: "condition-key"; readonly operator: string; readonly statement: JsonPath }
  | {
      readonly is: "condition-value";
      readonly operator: string;
      readonly key: string;
      readonly statement: JsonPath;
    };

/** What a word is, by where it stands; undefined where a policy has nothing. */
export const partOf = ({ path, isName }: Pick<Word, "path" | "isName">): Part | undefined => {
  const [first, second] = path;
  if (path.length === 1 && isName) return { is: "element", name: String(first) };
  if (first === "Version") return { is: "version", statement: [] };
  if (first !== "Statement") return undefined;
  const depth = typeof second === "number" ? 2 : 1;
  return inStatement(path.slice(0, depth), path.slice(depth).map(String), isName);
};

const inStatement = (statement: JsonPath, path: readonly string[], isName: boolean): Part | undefined => {
  const [element = "", second = "", third = ""] = path;
  if (path.length === 1 && isName) return { is: "statement-element", name: element };
  switch (element) {
    case "Sid":
      return { is: "sid", statement };
    case "Effect":
      return { is: "effect", statement };
    case "Action":
    case "NotAction":
      return isName ? undefined : { is: "action", statement };
    case "Resource":
    case "NotResource":
      return isName ? undefined : { is: "resource", statement };
    case "Principal":
    case "NotPrincipal":
      if (isName) return path.length === 2 ? { is: "principal-type", statement } : undefined;
      return path.length === 1
        ? { is: "principal", type: "*", statement }
        : { is: "principal", type: second, statement };
    case "Condition":
      if (isName && path.length === 2) return { is: "operator", statement };
      if (isName && path.length === 3) return { is: "condition-key", operator: second, statement };
      return !isName && path.length >= 3
        ? { is: "condition-value", operator: second, key: third, statement }
        : undefined;
    default:
      return undefined;
  }
};
