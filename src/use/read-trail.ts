import { isRecord } from "../policy/json-value.ts";
import { parsed, textField } from "./fields.ts";
import { momentOf, readEvent } from "./read-event.ts";
import { keysNamedIn } from "./named-keys.ts";
import { seenEvents } from "./seen-events.ts";
import type { Broken, Splitter } from "./record-taker.ts";
import { recordSplitter } from "./split-records.ts";
import { newTally, type Tally } from "./tally.ts";
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

/** Reads texts of CloudTrail, piece by piece, and keeps what they tell of one key, or of each of several. */
export interface TrailReader {
  /** One text: a file, from its beginning. */
  text(): Splitter & { readonly read: () => TextRead };
  /** One record. Gives what became of it. */
  record(text: string): "record" | "foreign" | "no-json";
  /** What is known of the key at that place; without one the first. */
  told(place?: number): TrailRead;
}

/** `trailReaders` of one key. */
export const trailReader = (sought: Sought): TrailReader => trailReaders([sought]);

/**
 * Reads what trails tell of the use of keys, all of the same `since`. Nearly all records are about something else: those are looked at as
 * texts and not parsed. The memory that it takes does not grow with what it reads.
 */
export const trailReaders = (all: readonly Sought[]): TrailReader => {
  const keys = all.map(({ key, apart }) => ({ key, tally: newTally(apart), keyEvents: 0 }));
  const since = all[0]?.since ?? "";
  const seen = seenEvents();
  const named = keysNamedIn(keys);
  const places = placesOf(all);
  let events = 0;

  const record = (text: string): "record" | "foreign" | "no-json" => {
    if (!text.endsWith("}")) return "no-json";
    if (text.includes('"CloudTrailEvent"')) return inner(text);
    const brief = briefOf(text);
    if (brief === undefined) return parsed(text) === undefined || isTimeless(text) ? "no-json" : "foreign";
    events += 1;
    if (brief.at < since) return "record";
    const here = places.get(placeName(brief));
    if (here) noteTime(here, brief.at);
    if (!text.includes("kms.amazonaws.com")) return "record";
    if (here && brief.source === "kms.amazonaws.com") here.kmsEvents += 1;
    const asked = named(text);
    return asked.length === 0 ? "record" : ofKeys(text, asked);
  };
  const ofKeys = (text: string, asked: typeof keys): "record" | "no-json" => {
    const value = parsed(text);
    const whole = isRecord(value) ? value : undefined;
    if (!whole) return "no-json";
    const detail = whole["detail"];
    const told = asked.flatMap((one) => {
      const event = readEvent(isRecord(detail) ? detail : whole, one.key);
      return event ? [{ one, event }] : [];
    });
    const id = told[0]?.event.id;
    if (told.length === 0 || (id !== undefined && !seen.isNew(id))) return "record";
    for (const { one, event } of told) {
      one.keyEvents += 1;
      one.tally.add(event);
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
    told: (place = 0) => {
      const one = keys[place];
      const here = one && places.get(placeName(one.key));
      return { events, ...toldOfKey(one), ...toldOfPlace(here), mayCountTwice: seen.isFull() };
    },
  };
};

const toldOfKey = (
  one: { readonly tally: Tally; readonly keyEvents: number } | undefined,
): Pick<TrailRead, "keyEvents" | "usedBy" | "unknownCallers"> => ({
  keyEvents: one?.keyEvents ?? 0,
  usedBy: one?.tally.usedBy() ?? [],
  unknownCallers: one?.tally.unknown() ?? [],
});

const toldOfPlace = (
  here: PlaceRead = nothingRead(),
): Pick<TrailRead, "kmsEvents" | "from" | "to" | "days"> => ({
  kmsEvents: here.kmsEvents,
  from: here.from === "" ? undefined : here.from,
  to: here.to === "" ? undefined : here.to,
  days: here.days,
});

/** What a trail has of one account and Region. */
interface PlaceRead {
  from: string;
  to: string;
  readonly days: Set<string>;
  kmsEvents: number;
}

const placeName = ({ account, region }: Pick<Brief, "account" | "region">): string =>
  `${account ?? ""} ${region ?? ""}`;

const placesOf = (all: readonly Sought[]): ReadonlyMap<string, PlaceRead> =>
  new Map(all.map(({ key }) => [placeName(key), nothingRead()]));

const nothingRead = (): PlaceRead => ({ from: "", to: "", days: new Set(), kmsEvents: 0 });

const noteTime = (reach: PlaceRead, at: string): void => {
  if (reach.from === "" || at < reach.from) reach.from = at;
  if (at > reach.to) reach.to = at;
  // Ten years: what names more days is made up.
  if (reach.days.size < 3660) reach.days.add(at.slice(0, 10));
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

/** An event of KMS whose time is none that can be read: it may be a use, and is told as not read. */
const isTimeless = (text: string): boolean => {
  const value = parsed(text);
  const detail = isRecord(value) ? (value["detail"] ?? value) : undefined;
  return isRecord(detail) && textField(detail, "eventSource") === "kms.amazonaws.com";
};

/** The text behind a name, as AWS writes records: without blanks. Undefined where it is not so. */
const quick = (text: string, name: string): string | undefined => {
  const mark = `"${name}":"`;
  const start = text.indexOf(mark);
  if (start < 0) return undefined;
  const end = text.indexOf('"', start + mark.length);
  return end < 0 ? undefined : text.slice(start + mark.length, end);
};
