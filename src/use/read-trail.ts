import { isRecord } from "../policy/json-value.ts";
import { parsed, textField } from "./fields.ts";
import { momentOf, readEvent } from "./read-event.ts";
import { seenEvents } from "./seen-events.ts";
import { type Broken, recordSplitter, type Splitter } from "./split-records.ts";
import { newTally } from "./tally.ts";
import type { SoughtKey, UsedBy } from "./types.ts";

/** Which use is looked for. */
export interface Sought {
  readonly key: SoughtKey;
  /** ISO 8601: what is older does not count. */
  readonly since?: string | undefined;
  /** ARNs of sessions that are told by themselves. */
  readonly apart?: ReadonlySet<string>;
}

/** What was found in one text. */
export interface TextRead {
  /** Records of CloudTrail. */
  readonly records: number;
  /** Objects that are none. */
  readonly foreign: number;
  readonly broken: ReadonlyMap<Broken | "no-json", number>;
}

/** What all texts told. */
export interface TrailRead {
  readonly usedBy: readonly UsedBy[];
  readonly unknownCallers: readonly { readonly type: string; readonly count: number }[];
  readonly events: number;
  readonly kmsEvents: number;
  readonly keyEvents: number;
  /** First and last event of the key's account and Region, of any service. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Days (`2026-11-29`) of which there is such an event. */
  readonly days: ReadonlySet<string>;
  /** There were too many events to tell those that come twice. */
  readonly mayCountTwice: boolean;
}

/** Reads texts of CloudTrail, piece by piece, and keeps what they tell of one key. */
export interface TrailReader {
  /** One text: a file, from its beginning. */
  text(): Splitter & { readonly read: () => TextRead };
  /** One record. Gives what became of it. */
  record(text: string): "record" | "foreign" | "no-json";
  told(): TrailRead;
}

/**
 * Reads what trails tell of a key's use. Nearly all records are about something else: those are looked at as texts and not parsed. The
 * memory that it takes does not grow with what it reads.
 */
export const trailReader = (sought: Sought): TrailReader => {
  const { key, since = "" } = sought;
  const tally = newTally(sought.apart);
  const seen = seenEvents();
  const names = [key.id, ...key.aliases];
  const counts = { events: 0, kmsEvents: 0, keyEvents: 0 };
  const reach = { from: "", to: "", days: new Set<string>() };

  const noteTime = (at: string) => {
    if (reach.from === "" || at < reach.from) reach.from = at;
    if (at > reach.to) reach.to = at;
    // Ten years: what names more days is made up.
    if (reach.days.size < 3660) reach.days.add(at.slice(0, 10));
  };
  const record = (text: string): "record" | "foreign" | "no-json" => {
    if (!text.endsWith("}")) return "no-json";
    if (text.includes('"CloudTrailEvent"')) return inner(text);
    const brief = briefOf(text);
    if (brief === undefined) return parsed(text) === undefined ? "no-json" : "foreign";
    counts.events += 1;
    if (brief.at < since) return "record";
    const isHere = brief.account === key.account && brief.region === key.region;
    if (isHere) noteTime(brief.at);
    if (!text.includes("kms.amazonaws.com")) return "record";
    if (isHere && brief.source === "kms.amazonaws.com") counts.kmsEvents += 1;
    if (!names.some((name) => text.includes(name))) return "record";
    return ofKey(text);
  };
  const ofKey = (text: string): "record" | "no-json" => {
    const value = parsed(text);
    const whole = isRecord(value) ? value : undefined;
    if (!whole) return "no-json";
    const detail = whole["detail"];
    const event = readEvent(isRecord(detail) ? detail : whole, key);
    if (event && (event.id === undefined || seen.isNew(event.id))) {
      counts.keyEvents += 1;
      tally.add(event);
    }
    return "record";
  };
  /** LookupEvents has each event as a text in a text. */
  const inner = (text: string): "record" | "foreign" | "no-json" => {
    const value = parsed(text);
    if (value === undefined) return "no-json";
    const within = isRecord(value) ? value["CloudTrailEvent"] : undefined;
    return typeof within === "string" && !within.includes('"CloudTrailEvent"') ? record(within) : "foreign";
  };

  return {
    record,
    text: () => textReader(record),
    told: () => ({
      ...counts,
      usedBy: tally.usedBy(),
      unknownCallers: tally.unknown(),
      from: reach.from === "" ? undefined : reach.from,
      to: reach.to === "" ? undefined : reach.to,
      days: reach.days,
      mayCountTwice: seen.isFull(),
    }),
  };
};

const textReader = (take: (text: string) => "record" | "foreign" | "no-json") => {
  const counts = { records: 0, foreign: 0 };
  const broken = new Map<Broken | "no-json", number>();
  const miss = (because: Broken | "no-json") => void broken.set(because, (broken.get(because) ?? 0) + 1);
  const splitter = recordSplitter({
    record: (text) => {
      const became = take(text);
      if (became === "no-json") miss("no-json");
      else counts[became === "record" ? "records" : "foreign"] += 1;
    },
    broken: miss,
  });
  return { ...splitter, read: () => ({ ...counts, broken }) };
};

interface Brief {
  readonly source: string;
  readonly at: string;
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/** The little that is asked of every record; undefined for an object that is no record of CloudTrail. */
const briefOf = (text: string): Brief | undefined => {
  const [source, at] = [quick(text, "eventSource"), quick(text, "eventTime")];
  if (source !== undefined && at !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(at))
    return { source, at, account: quick(text, "recipientAccountId"), region: quick(text, "awsRegion") };
  return slowly(text);
};

/** Written with blanks, in small letters, or within another object. */
const slowly = (text: string): Brief | undefined => {
  if (!/"eventsource"/i.test(text)) return undefined;
  const value = parsed(text);
  if (!isRecord(value)) return undefined;
  const detail = value["detail"];
  const record = isRecord(detail) ? detail : value;
  const [source, at] = [textField(record, "eventSource"), momentOf(record)];
  if (source === undefined || at === undefined) return undefined;
  return {
    source,
    at,
    account: textField(record, "recipientAccountId"),
    region: textField(record, "awsRegion"),
  };
};

/** The text behind a name, as AWS writes records: without blanks. Undefined where it is not so. */
const quick = (text: string, name: string): string | undefined => {
  const mark = `"${name}":"`;
  const start = text.indexOf(mark);
  if (start < 0) return undefined;
  const end = text.indexOf('"', start + mark.length);
  return end < 0 ? undefined : text.slice(start + mark.length, end);
};
