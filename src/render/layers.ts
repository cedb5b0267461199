import type { EffectiveEvaluation, LayerAnswer, LayerName, LayerSource } from "../access/effective/types.ts";
import type { Turning } from "../access/turn-effective.ts";
import { turningWords } from "./evaluation.ts";
import { escapeLine } from "./escape.ts";

const names: Readonly<Record<LayerName, string>> = {
  "key-policy": "key policy",
  iam: "IAM policies",
  boundary: "permissions boundary",
  session: "session policy",
  scp: "service control policies",
  rcp: "resource control policies",
  endpoint: "VPC endpoint policy",
  grant: "grants",
};

const words: Readonly<Record<LayerAnswer["says"], string>> = {
  allows: "allow it",
  denies: "deny it",
  silent: "say nothing of it",
  "leaves-to-iam": "leaves it to IAM",
  none: "none",
  "not-known": "not known",
};

const single: Readonly<Partial<Record<LayerAnswer["says"], string>>> = {
  allows: "allows it",
  denies: "denies it",
  silent: "says nothing of it",
};

const isPlural = new Set<LayerName>(["iam", "scp", "rcp", "grant"]);

/** What each layer says, a line each, and what would turn the answer; what nobody could look at is told at the end. */
export const renderLayers = (
  { layers, atMost, decision }: EffectiveEvaluation,
  { otherwise, layers: turning }: Turning,
): string => {
  const lines = layers
    .filter(({ says, layer }) => says !== "not-known" || layer === "key-policy" || layer === "iam")
    .map((answer) => `  ${names[answer.layer]}: ${sentence(answer)}`);
  if (atMost) lines.push("  at most: a session policy, which cannot be looked up, may give less");
  lines.push(...turningWords(otherwise));
  if (turning.length > 0 && decision !== "allowed")
    lines.push(`  the answer would turn if ${orWords(turning.map(closedWords))}`);
  return lines.map((line) => `${line}\n`).join("");
};

const closedWords = (layer: LayerName): string =>
  isPlural.has(layer) ? `the ${names[layer]} allowed it` : `its ${names[layer]} allowed it`;

const orWords = (words: readonly string[]): string => words.join(", or if ");

const sentence = ({ layer, says, by, level, because }: LayerAnswer): string => {
  const verb = (isPlural.has(layer) ? undefined : single[says]) ?? words[says];
  const where = by === undefined ? "" : `, by ${sourceWords(layer, by)}`;
  const at = level === undefined ? "" : `, at ${escapeLine(level)}`;
  return `${verb}${where}${at}${because === undefined ? "" : `: ${escapeLine(because)}`}`;
};

/** The statement or grant, as people find it. */
export const sourceWords = (layer: LayerName, { policy, of, index, sid, grant }: LayerSource): string => {
  if (grant !== undefined) return `grant ${escapeLine(grant).slice(0, 12)}`;
  const statement =
    index === undefined
      ? ""
      : `statement ${index + 1}${sid === undefined ? "" : ` (Sid "${escapeLine(sid)}")`}`;
  if (layer === "key-policy" || policy === undefined) return statement;
  const group = of === undefined ? "" : ` of ${escapeLine(of.slice(of.lastIndexOf(":") + 1))}`;
  return [statement, `${policyWords(policy)}${group}`].filter((part) => part !== "").join(" of ");
};

/** `the inline policy Deploy`, `the managed policy kms-use`. */
export const policyWords = (policy: string): string => {
  if (policy.startsWith("inline:")) return `the inline policy ${escapeLine(policy.slice("inline:".length))}`;
  return policy.startsWith("arn:")
    ? `the managed policy ${escapeLine(policy.slice(policy.lastIndexOf("/") + 1))}`
    : escapeLine(policy);
};
