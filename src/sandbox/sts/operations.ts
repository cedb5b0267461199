import type { Operation } from "../call.ts";
import { assumeRole } from "./assume-role.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";

/** The STS operations that the sandbox serves, by name. */
export const stsOperations: ReadonlyMap<string, Operation> = new Map([
  ["AssumeRole", assumeRole],
  ["GetCallerIdentity", getCallerIdentity],
]);
