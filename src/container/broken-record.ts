import type { ParsedText } from "../policy/syntax.ts";
import { positionAt } from "../policy/text/position.ts";

/** A kind of document that a program has written, and that may hold what is secret. */
interface RecordKind {
  readonly seems: string;
  readonly hint: string;
  /** How its file is called. */
  readonly named?: RegExp;
  /** What stands in it, and in no policy. */
  readonly has: RegExp;
}

const recordKinds: readonly RecordKind[] = [
  {
    seems: "a Terraform plan or state",
    hint: "take it once more, whole: terraform show -json PLAN > plan.json, or terraform state pull > terraform.tfstate",
    named: /\.tfstate(?:\.backup)?$/i,
    // The version of a policy is a text; that of a state, which begins with it, a number.
    has: /"(?:terraform_version|format_version|resource_changes|planned_values|prior_state|sensitive_(?:attributes|values)|lineage)"\s*:|^\s*\{\s*"version"\s*:\s*\d/,
  },
  {
    seems: "events of CloudTrail",
    hint: "take the file once more, whole",
    has: /"(?:eventSource|eventVersion|userIdentity|CloudTrailEvent)"\s*:|^\s*\{\s*"Records"\s*:/,
  },
  {
    seems: "an item of AWS Config",
    hint: "take it once more, whole: aws configservice get-resource-config-history",
    has: /"(?:configurationItems|configurationItemCaptureTime|supplementaryConfiguration)"\s*:/,
  },
];

/**
 * A record that is cut short or was changed by hand; undefined for all else. The place of its fault is told, and nothing of what stands
 * there. `name`: that of the file.
 */
export const brokenRecord = (
  { text, problems: [problem] }: ParsedText,
  name: string,
): Pick<RecordKind, "seems" | "hint"> | undefined => {
  const kind = recordKinds.find(({ named, has }) => has.test(text) || named?.test(name));
  if (!kind) return undefined;
  const { line, column } = positionAt(text, problem?.start ?? 0);
  return {
    seems: `${kind.seems} with a fault in its JSON, at line ${line}, column ${column}`,
    hint: kind.hint,
  };
};
