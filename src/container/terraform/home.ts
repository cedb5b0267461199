import type { Written } from "./placed.ts";
import type { Scene } from "./scene.ts";
import type { Block, Expression, Place, Template } from "./syntax.ts";
import { stepsOf } from "./values.ts";

/** Where the text of a policy stands: the object of `jsonencode`, a heredoc, or a data document. */
export type Home = Written &
  (
    | { readonly kind: "object"; readonly expression: Expression & { readonly kind: "object" } }
    | { readonly kind: "heredoc"; readonly expression: Template & Place }
    | { readonly kind: "document"; readonly block: Block }
  );

/** Follows a policy to where its text stands; undefined where it is put together of others. */
export const homeOf = (expression: Expression, scene: Scene, depth = 0): Home | undefined => {
  const { source, folder } = scene;
  if (depth > 20) return undefined;
  if (expression.kind === "call" && expression.name === "jsonencode") {
    const [only, other] = expression.items;
    if (only?.kind === "object" && !other) return { kind: "object", source, expression: only };
    const local = only?.kind === "reference" && !other ? localOf(only.path, scene) : undefined;
    return local?.expression.kind === "object"
      ? { kind: "object", source: local.source, expression: local.expression }
      : undefined;
  }
  if (expression.kind === "template" && expression.form !== "quoted")
    return { kind: "heredoc", source, expression };
  if (expression.kind !== "reference") return undefined;
  const steps = stepsOf(expression.path);
  const [first, second = "", third = ""] = steps;
  const last = steps.at(-1) ?? "";
  if (first === "data" && second === "aws_iam_policy_document" && /^(?:minified_)?json$/.test(last)) {
    const found = folder.data(second, third);
    return found && { kind: "document", source: found.source, block: found.block, expression };
  }
  const local = localOf(expression.path, scene);
  return local && homeOf(local.expression, { ...scene, source: local.source }, depth + 1);
};

const localOf = (path: string, { folder }: Scene): Written | undefined => {
  const [first, name = "", ...rest] = stepsOf(path);
  return first === "local" && rest.length === 0 ? folder.local(name) : undefined;
};
