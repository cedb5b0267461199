import { documentRule } from "../rule.ts";
export const pendingRule = documentRule(() => undefined);
