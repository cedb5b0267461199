import type { AccessRequest } from "./types.ts";

/**
 * A request context at a moment: what it says of the time itself wins. The time is in every request (IAM User Guide, "Global condition
 * keys"); who asks about none leaves it out, and it is then not known.
 */
export const atMoment = (context: AccessRequest["context"], now: Date): AccessRequest["context"] =>
  Object.keys(context).some((key) => /^aws:(CurrentTime|EpochTime)$/i.test(key))
    ? context
    : { ...context, "aws:CurrentTime": now.toISOString() };
