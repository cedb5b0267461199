import type { Operation } from "../call.ts";

/** The IAM operations that the sandbox serves, by name. */
export const iamOperations: ReadonlyMap<string, Operation> = new Map();
