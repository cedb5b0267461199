import type { PolicyDocument } from "../document.ts";
import { styleOf, type Style } from "../text/style.ts";
import type { SyntaxNode } from "../syntax.ts";
import { yamlStyleOf } from "./yaml-style.ts";

/** The habits of a document's flow form (all of JSON; in YAML what stands in brackets), first near a node. */
export const flowStyleOf = ({ text, root, format }: PolicyDocument, near: SyntaxNode): Style =>
  format === "yaml" ? yamlStyleOf(text, root, near).flow : styleOf(text, root, near);
