import type { Evaluation } from "../../access/types.ts";
import { UsageError } from "../../errors.ts";

/** Condition keys of a request, as they are given. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** `--context KEY=VALUE`s as a request context; a key given twice, in whatever case, has several values. Throws UsageError (`bad-context`). */
export const requestContext = (pairs: readonly string[]): RequestContext => {
  const values = new Map<string, string[]>();
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals <= 0) {
      throw new UsageError("bad-context", `"${pair}" is no KEY=VALUE`, {
        hint: "write it like --context kms:ViaService=s3.eu-west-1.amazonaws.com",
      });
    }
    const given = pair.slice(0, equals);
    const key = [...values.keys()].find((known) => known.toLowerCase() === given.toLowerCase()) ?? given;
    values.set(key, [...(values.get(key) ?? []), pair.slice(equals + 1)]);
  }
  return Object.fromEntries([...values].map(([key, all]) => [key, all.length === 1 ? (all[0] ?? "") : all]));
};

const names = "kms:EncryptionContextKeys";
const contextPair = /^kms:EncryptionContext:(.+)$/i;

/** The context with the names of the encryption context that it tells of (KMS Developer Guide, "kms:EncryptionContextKeys"). */
export const withContextKeys = (context: RequestContext): RequestContext => {
  const told = Object.keys(context).flatMap((key) => contextPair.exec(key)?.[1] ?? []);
  const isGiven = Object.keys(context).some((key) => key.toLowerCase() === names.toLowerCase());
  return told.length === 0 || isGiven ? context : { ...context, [names]: told };
};

/** What of the context has no effect, as far as it was given: what follows from it is nobody's to correct. */
export const givenAlone = (evaluation: Evaluation, given: RequestContext): Evaluation => {
  const { ignored = [], ...rest } = evaluation;
  const own = ignored.filter(({ key }) => Object.hasOwn(given, key));
  return own.length > 0 ? { ...rest, ignored: own } : rest;
};
