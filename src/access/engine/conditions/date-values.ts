/** Milliseconds since 1970. */
export type Moment = number;

/** Of aws:EpochTime both are documented, numeric and date operators (IAM User Guide, "Global condition keys"); its values are seconds. */
export const isEpochTime = (key: string): boolean => key.toLowerCase() === "aws:epochtime";

/**
 * Under which key (in lower case) a test is decided: aws:CurrentTime and aws:EpochTime tell the same moment, so that tests on moments
 * are tests on one key.
 */
export const decidedAs = (key: string, family: string): string =>
  isEpochTime(key) && (family === "date" || family === "presence") ? "aws:currenttime" : key.toLowerCase();

const isoDate = /^\d{4}-\d{2}(-\d{2}(T([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/i;
const lastSecond = 253_402_300_799;

/**
 * A date as condition values write it: ISO 8601, or epoch seconds (IAM User Guide, "Date condition operators"). Four digits are a
 * year, more are seconds; undefined for fewer, for what lies beyond the year 9999 (most often milliseconds), and for 30 February.
 */
export const readMoment = (text: string): Moment | undefined => {
  if (isSeconds(text)) return readEpochSeconds(text);
  if (/^\d{4}$/.test(text)) return Date.parse(`${text}-01-01T00:00:00Z`);
  if (!isoDate.test(text) || !isDay(text)) return undefined;
  const zoned = /T/i.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? `${text}Z` : text;
  const parsed = Date.parse(zoned.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(parsed) ? undefined : parsed;
};

const isSeconds = (text: string): boolean => /^\d{5,12}(\.\d+)?$/.test(text);

/** The same for seconds alone. */
export const readEpochSeconds = (text: string): Moment | undefined =>
  isSeconds(text) && Number(text) <= lastSecond ? Number(text) * 1000 : undefined;

// Date.parse takes 30 February for 2 March.
const isDay = (text: string): boolean => {
  const [year = 0, month = 1, day = 1] = text.slice(0, 10).split("-").map(Number);
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
};

/** The shortest ISO spelling, in UTC. */
export const writeMoment = (moment: Moment): string =>
  new Date(Math.min(Math.max(moment, -62_135_596_800_000), lastSecond * 1000))
    .toISOString()
    .replace(".000Z", "Z");
