import { kmsTable } from "../policy/kms-table.generated.ts";

/** Days after which the tables may lack what AWS has added. */
const oldAfter = 90;
const day = 24 * 60 * 60 * 1000;

/**
 * A sentence about tables of KMS actions and condition keys that are older than 90 days, and what to do; undefined for newer ones.
 * `made`: the day on which their source was brought up to date, ISO 8601. Pure.
 */
export const tableAge = (now: Date, made: string = kmsTable.date): string | undefined => {
  const days = Math.floor((now.getTime() - Date.parse(made)) / day);
  if (!(days > oldAfter)) return undefined;
  return `the tables of KMS actions and condition keys are of ${made}, ${days} days ago: a newer kmspol knows what AWS added since (npm install --global kmspol@latest)`;
};
