import { isList, isRecord } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { policyOfDocument, type DocumentPrincipals, type DocumentStatement } from "../data-document.ts";
import { evaluate, type Scene } from "./evaluate.ts";
import { blocksOf, type Placed } from "./folder.ts";
import type { Block } from "./syntax.ts";
import { applied, asValue, flat, openMark, parsed, wordOf } from "./values.ts";

const strings = (block: Block, name: string, scene: Scene): readonly string[] => {
  const expression = block.body.attributes.get(name);
  if (!expression) return [];
  const value = asValue(evaluate(expression, scene));
  return flat(value).map((item) => (typeof item === "string" ? item : wordOf(item)));
};

/** The policy of an `aws_iam_policy_document`; the statements of others that it takes in stand first. */
export const documentIn = ({ source, block }: Placed, outer: Scene): JsonValue => {
  const scene = { ...outer, source };
  const own = block.body.blocks.flatMap((inner): DocumentStatement[] => {
    if (inner.type === "statement") return [statementIn(inner, scene)];
    const content =
      inner.type === "dynamic" && inner.labels[0] === "statement"
        ? blocksOf(inner.body, "content")[0]
        : undefined;
    return content ? [statementIn(content, scene)] : [];
  });
  const version = block.body.attributes.get("version");
  const given = version && evaluate(version, scene);
  const named = given && "value" in given && typeof given.value === "string" ? given.value : undefined;
  const policy = policyOfDocument(own, named);
  const others = ["source_policy_documents", "override_policy_documents"].flatMap((name) =>
    strings(block, name, scene),
  );
  const taken = others.flatMap((text) => {
    const other = parsed(text);
    return isRecord(other) && isList(other["Statement"]) ? other["Statement"] : [openStatement(text)];
  });
  const list = isRecord(policy) && isList(policy["Statement"]) ? policy["Statement"] : [];
  return { ...policy, Statement: [...taken, ...list] };
};

/** Statements that nobody can read are not nothing: somebody may have everything. */
const openStatement = (text: string): JsonValue => ({
  Effect: "Allow",
  Principal: {
    AWS: text.startsWith(openMark)
      ? text
      : `${openMark}${JSON.stringify(["statements of another document", applied])}`,
  },
  Action: "kms:*",
  Resource: "*",
});

const statementIn = (block: Block, scene: Scene): DocumentStatement => {
  const text = (name: string): string | undefined => {
    const [only] = strings(block, name, scene);
    return only;
  };
  const principals = (type: string): readonly DocumentPrincipals[] =>
    block.body.blocks
      .flatMap((inner) =>
        inner.type === type
          ? [inner]
          : inner.type === "dynamic" && inner.labels[0] === type
            ? blocksOf(inner.body, "content")
            : [],
      )
      .map((inner) => ({
        type: strings(inner, "type", scene)[0] ?? "AWS",
        identifiers: strings(inner, "identifiers", scene),
      }));
  return {
    sid: text("sid"),
    effect: text("effect"),
    principals: principals("principals"),
    notPrincipals: principals("not_principals"),
    actions: strings(block, "actions", scene),
    notActions: strings(block, "not_actions", scene),
    resources: strings(block, "resources", scene),
    notResources: strings(block, "not_resources", scene),
    conditions: blocksOf(block.body, "condition").map((inner) => ({
      test: strings(inner, "test", scene)[0] ?? "",
      variable: strings(inner, "variable", scene)[0] ?? "",
      values: strings(inner, "values", scene),
    })),
  };
};
