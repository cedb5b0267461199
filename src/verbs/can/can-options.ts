import type { IamDataOptions } from "../effective/iam-data-options.ts";
import type { ReadOptions } from "../../cli/options.ts";

/** The flags of `kmspol can`. */
export interface CanOptions extends ReadOptions, IamDataOptions {
  readonly context?: readonly string[];
  readonly grants?: boolean;
  readonly live?: boolean;
  readonly sessionPolicy?: readonly string[];
  readonly endpointPolicy?: string;
  readonly quiet?: boolean;
}
