/** Milliseconds since 1970. */
export type Moment = number;

const isoDate = /^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/i;

/** A date as condition values write it: ISO 8601, or epoch seconds (IAM User Guide, "Date condition operators"). */
export const readMoment = (text: string): Moment | undefined => {
  if (/^-?\d+(\.\d+)?$/.test(text) && text.length !== 4) return Number(text) * 1000;
  if (/^\d{4}$/.test(text)) return Date.parse(`${text}-01-01T00:00:00Z`);
  if (!isoDate.test(text)) return undefined;
  const zoned = /T/i.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? `${text}Z` : text;
  const parsed = Date.parse(zoned.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(parsed) ? undefined : parsed;
};

/** The shortest ISO spelling, in UTC. */
export const writeMoment = (moment: Moment): string =>
  new Date(Math.min(Math.max(moment, -62_135_596_800_000), 253_402_300_799_000))
    .toISOString()
    .replace(".000Z", "Z");
