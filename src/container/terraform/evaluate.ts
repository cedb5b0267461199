import { isList, isRecord } from "../../policy/json-value.ts";
import { opaqueAccount, ownPrincipal, symbolAccount, symbolText } from "../../policy/symbols.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import type { Folder, Placed, Source, Written } from "./folder.ts";
import { templateEnd } from "./lexer.ts";
import {
  applied,
  asValue,
  flat,
  parsed,
  withSymbols,
  escaped,
  short,
  wordOf,
  type Open,
  type Value,
} from "./values.ts";
import { parseExpression } from "./parser.ts";
import type { Expression } from "./syntax.ts";

/** Where an expression is worked out. */
export interface Scene {
  readonly folder: Folder;
  readonly source: Source;
  readonly depth: number;
  /** How a data document is read. */
  readonly documentIn: (found: Placed, scene: Scene) => JsonValue;
}

/** Works out an expression as far as the files of the folder tell; what they do not tell keeps its name. */
export const evaluate = (expression: Expression, scene: Scene): Value => {
  const { text } = scene.source;
  if (scene.depth > 50) return { open: "…", why: "it refers to itself" };
  const inner = { ...scene, depth: scene.depth + 1 };
  switch (expression.kind) {
    case "literal":
      return { value: expression.value };
    case "string":
      return template(text, expression.start + 1, expression.end - 1, true, inner);
    case "heredoc":
      return heredoc(expression, inner);
    case "list":
      return { value: expression.items.flatMap((item) => asItem(evaluate(item, inner))) };
    case "object":
      return {
        value: Object.fromEntries(
          expression.members.map(({ name, value }) => [
            memberName(name, inner),
            asValue(evaluate(value, inner)),
          ]),
        ),
      };
    case "reference":
      return refer(expression.path, inner);
    case "call":
      return call(expression, inner);
    case "choice":
      return { open: short(text, expression), why: "a choice that Terraform makes" };
    case "other":
      return { open: short(text, expression), why: applied };
  }
};

const memberName = (name: string, scene: Scene): string => {
  if (!name.startsWith('"')) return name;
  const given = template(name, 1, name.length - 1, true, { ...scene, source: { name: "", text: name } });
  return asText(given, "");
};

const asItem = (given: Value): readonly JsonValue[] => [asValue(given)];

const asText = (given: Value, before: string): string => {
  if ("value" in given) {
    const { value } = given;
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  return /(?:^|[^:])arn:[^:]*:[^:]*:[^:]*:$/.test(`-${before}`)
    ? opaqueAccount(given.open, given.why)
    : symbolText(given.open);
};

/** A string with its templates; `$${` is a dollar and a brace that stay, for IAM to resolve. */
const template = (text: string, start: number, end: number, isQuoted: boolean, scene: Scene): Value => {
  let result = "";
  for (let at = start; at < end; at++) {
    const sign = text[at] ?? "";
    if (isQuoted && sign === "\\") {
      result += escaped(text[at + 1] ?? "") ?? text.slice(at, at + 2);
      at += 1;
    } else if ((sign === "$" || sign === "%") && text.startsWith(`${sign}{`, at + 1)) {
      result += `${sign}{`;
      at += 2;
    } else if (sign === "$" && text[at + 1] === "{") {
      const close = templateEnd(text, at + 1);
      const given = evaluate(parseExpression(text, at + 2, close - 1), {
        ...scene,
        source: { ...scene.source, text },
      });
      if (at === start && close === end) return given;
      result += asText(given, result);
      at = close - 1;
    } else result += sign;
  }
  return { value: result };
};

/** `<<-` takes the least indentation off. */
const heredoc = ({ start, end }: Expression, scene: Scene): Value => {
  const { text } = scene.source;
  const body = text.indexOf("\n", start) + 1;
  const last = text.lastIndexOf("\n", end - 1) + 1;
  const given = template(text, body, last, false, scene);
  if (!("value" in given) || typeof given.value !== "string" || !text.startsWith("<<-", start)) return given;
  const lines = given.value.split("\n");
  const depths = lines
    .filter((line) => line.trim() !== "")
    .map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const least = Math.min(...depths, 1000);
  return { value: lines.map((line) => line.slice(Math.min(least, line.length))).join("\n") };
};

const refer = (path: string, scene: Scene): Value => {
  const { folder } = scene;
  const [first = "", second = "", third = "", ...rest] = path.split(".");
  if (first === "local") return written(folder.local(second), [third, ...rest], path, scene);
  if (first === "var") return variable(second, [third, ...rest], path, scene);
  if (first === "data") return data(second, third.replace(/\[.*$/, ""), rest.join("."), path, scene);
  if (/^aws_iam_(?:role|user)$/.test(first) && third === "arn") return identity(first, second, path, scene);
  if (/^aws_iam_(?:role|user)$/.test(first) && third === "name")
    return attribute(first, second, third, path, scene);
  return { open: path, why: applied };
};

const within = (given: Value, steps: readonly string[], path: string): Value => {
  if (!("value" in given)) return { open: path, why: given.why };
  let { value } = given;
  for (const step of steps.filter((one) => one !== "")) {
    const next: JsonValue | undefined = isRecord(value)
      ? value[step]
      : isList(value)
        ? value[Number(step)]
        : undefined;
    if (next === undefined) return { open: path, why: applied };
    value = next;
  }
  return { value };
};

const written = (found: Written | undefined, steps: readonly string[], path: string, scene: Scene): Value =>
  found
    ? within(evaluate(found.expression, { ...scene, source: found.source }), steps, path)
    : { open: path, why: applied };

const variable = (name: string, steps: readonly string[], path: string, scene: Scene): Value => {
  const given = scene.folder.deployment.parameters.get(name);
  if (given !== undefined) return { value: /^\s*[[{]/.test(given) ? (parsed(given) ?? given) : given };
  const declared = scene.folder.variable(name);
  const standard = declared?.block.body.attributes.get("default");
  const isNull = standard?.kind === "literal" && (standard.value === null || standard.value === "");
  if (!declared || !standard || isNull || (standard.kind === "string" && standard.end - standard.start === 2))
    return { open: path, why: `the variable ${name} has no default` };
  return within(evaluate(standard, { ...scene, source: declared.source }), steps, path);
};

/** Whose a resource is: one with a provider of its own may be of another account. */
const isOwn = ({ block }: Placed): boolean => !block.body.attributes.has("provider");

const data = (type: string, name: string, attribute: string, path: string, scene: Scene): Value => {
  const { deployment } = scene.folder;
  const found = scene.folder.data(type, name);
  if (found && !isOwn(found)) return { open: path, why: "it is read through another provider" };
  const own = symbolAccount("AWS::AccountId");
  if (type === "aws_caller_identity" && /^(?:account_id|id)$/.test(attribute))
    return { value: deployment.account ?? own };
  if (type === "aws_partition" && /^(?:partition|id)$/.test(attribute))
    return { value: deployment.partition ?? "aws" };
  if (type === "aws_partition" && attribute === "dns_suffix") return { value: "amazonaws.com" };
  if (type === "aws_region" && /^(?:name|id|region)$/.test(attribute))
    return { value: deployment.region ?? symbolText("AWS::Region") };
  if (type === "aws_iam_policy_document" && found && /^(?:json|minified_json)$/.test(attribute))
    return { value: JSON.stringify(withSymbols(scene.documentIn(found, scene))) };
  return { open: path, why: applied };
};

const attribute = (type: string, name: string, of: string, path: string, scene: Scene): Value => {
  const found = scene.folder.resource(type, name);
  const expression = found?.block.body.attributes.get(of);
  return found && expression
    ? evaluate(expression, { ...scene, source: found.source })
    : { open: path, why: applied };
};

const identity = (type: string, name: string, path: string, scene: Scene): Value => {
  const found = scene.folder.resource(type, name);
  if (found && !isOwn(found)) return { open: path, why: "it is made through another provider" };
  const kind = type === "aws_iam_user" ? "user" : "role";
  const { partition = "aws", account = symbolAccount("AWS::AccountId") } = scene.folder.deployment;
  const text = (of: string): string | undefined => {
    const given = attribute(type, name, of, path, scene);
    return "value" in given && typeof given.value === "string" ? given.value : undefined;
  };
  const chosen = text("name");
  if (chosen === undefined) return { value: ownPrincipal(kind, path, { partition, account }) };
  return { value: `arn:${partition}:iam::${account}:${kind}${text("path") ?? "/"}${chosen}` };
};

const call = (expression: Expression & { readonly kind: "call" }, scene: Scene): Value => {
  const { name, items } = expression;
  const [first, second] = items.map((item) => evaluate(item, scene));
  const open: Open = { open: short(scene.source.text, expression), why: applied };
  if (name === "jsonencode" && first) return { value: JSON.stringify(withSymbols(asValue(first))) };
  if (!first || !("value" in first)) return open;
  const { value } = first;
  switch (name) {
    case "jsondecode":
      return typeof value === "string" ? { value: parsed(value) ?? value } : open;
    case "format":
      return typeof value === "string" ? { value: formatted(value, items.slice(1), scene) } : open;
    case "join": {
      const list = second && "value" in second && isList(second.value) ? second.value : undefined;
      return list && typeof value === "string"
        ? { value: list.map((item) => wordOf(item)).join(value) }
        : open;
    }
    case "concat": {
      const lists = items.map((item) => evaluate(item, scene));
      return { value: lists.flatMap((list) => flat(asValue(list))) };
    }
    default:
      return /^(?:tostring|tolist|toset|sensitive|nonsensitive|distinct|compact)$/.test(name) ? first : open;
  }
};

const formatted = (pattern: string, items: readonly Expression[], scene: Scene): string => {
  let next = 0;
  let result = "";
  let at = 0;
  for (const found of pattern.matchAll(/%[sdvq%]/g)) {
    result += pattern.slice(at, found.index);
    at = found.index + 2;
    const item = found[0] === "%%" ? undefined : items[next++];
    result += item ? asText(evaluate(item, scene), result) : "%";
  }
  return result + pattern.slice(at);
};
