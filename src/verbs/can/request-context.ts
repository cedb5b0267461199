import { UsageError } from "../../errors.ts";

/** `--context KEY=VALUE`s as a request context; a key given twice, in whatever case, has several values. Throws UsageError (`bad-context`). */
export const requestContext = (
  pairs: readonly string[],
): Readonly<Record<string, string | readonly string[]>> => {
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
