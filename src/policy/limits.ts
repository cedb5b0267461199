/** What KMS accepts in PutKeyPolicy, in bytes of UTF-8 (KMS Developer Guide, resource quotas; not adjustable). */
export const maximumPolicyBytes = 32_768;

/** What we read at all, in UTF-16 code units: enough for comments and white space, too little to exhaust a parser. */
export const maximumInputLength = 1024 * 1024;

/** Nesting allowed in a text. A key policy needs 6; parsers recurse, so the cap comes before they run. */
export const maximumDepth = 200;

/** Size of a text as KMS counts it. */
export const policyBytes = (text: string): number => new TextEncoder().encode(text).length;
