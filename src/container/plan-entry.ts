import type { JsonObject } from "../policy/json-value.ts";
import type { ReadOnly } from "./contained.ts";
import type { Step } from "./json-places.ts";

/** Why a policy in a plan cannot be changed there. */
export const planReadOnly: ReadOnly = {
  code: "read-only-container",
  message: "it is a Terraform plan; change the configuration",
  hint: "change the .tf files; kmspol get FILE > policy.json takes a policy out of the plan",
};

/** One entry of `resource_changes`. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly change: JsonObject;
  readonly whole: JsonObject;
  readonly path: readonly Step[];
}
