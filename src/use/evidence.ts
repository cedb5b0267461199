import type { TrailRead } from "./read-trail.ts";
import type { Evidence, SoughtKey } from "./types.ts";

/** What was read, and from where. */
export interface Looked {
  readonly source: Evidence["source"];
  readonly read: TrailRead;
  readonly key: SoughtKey;
  readonly now: Date;
  /** How far back was asked; undefined: as far as there is anything. */
  readonly since?: string | undefined;
  readonly files?: number;
  readonly notRead?: Evidence["notRead"];
  /** ARNs of the related keys. */
  readonly related?: readonly string[] | undefined;
  /** Of the event history: it was read back to here alone (ISO 8601), as there were too many events. */
  readonly stoppedAt?: string | undefined;
}

/** How far what was read bears witness, and what it cannot tell. */
export const evidenceOf = (looked: Looked): Evidence => {
  const { source, read, files, notRead = [] } = looked;
  const { from, to } = reachOf(looked);
  return {
    source,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...{ events: read.events, kmsEvents: read.kmsEvents, keyEvents: read.keyEvents },
    ...(files !== undefined && { files }),
    ...{ notRead, unknownCallers: read.unknownCallers, notes: notesOf(looked) },
  };
};

/** True where nothing that the key was used for can be told from it. */
export const tellsNothing = ({ source, kmsEvents }: Evidence): boolean =>
  source === "trail" && kmsEvents === 0;

/** The event history has everything of its days; a trail what lies between its first and its last event. */
const reachOf = ({ source, read, since, now, stoppedAt }: Looked): Pick<Evidence, "from" | "to"> => {
  if (source === "trail") return { from: read.from, to: read.to } as Pick<Evidence, "from" | "to">;
  const to = now.toISOString();
  return { from: stoppedAt ?? since ?? to, to };
};

const notesOf = (looked: Looked): readonly string[] => [
  ...(looked.source === "trail" ? trailNotes(looked) : historyNotes(looked)),
  ...relatedNote(looked),
  ...clockNote(looked),
  ...(looked.read.mayCountTwice ? ["there were so many events that some may be counted twice"] : []),
];

const historyNotes = ({ key, stoppedAt }: Looked): readonly string[] => [
  `the event history of CloudTrail has 90 days of the management events of ${key.region}, and shows an event some minutes late`,
  ...(stoppedAt === undefined
    ? []
    : [
        "there are too many events to read all: ask for fewer days, or give the files of a trail with --trail",
      ]),
];

const trailNotes = ({ read, key, files }: Looked): readonly string[] => {
  const place = `${key.account}, ${key.region}`;
  if (read.kmsEvents === 0)
    return [
      read.events === 0
        ? "there is no event of CloudTrail in it: it tells nothing about use"
        : `there is no event of KMS in ${place} among them: a trail may leave KMS out (excludeManagementEventSources), or be of other accounts or Regions; it tells nothing about use`,
    ];
  const missing = daysWithout(read.days);
  return [
    `a trail may leave out events of KMS (excludeManagementEventSources, event selectors)`,
    ...(files !== undefined && missing.length > 0
      ? [
          `of ${missing.length} ${missing.length === 1 ? "day" : "days"} in between there is no event at all (${listed(missing)}): files may be missing`,
        ]
      : []),
  ];
};

const relatedNote = ({ related = [] }: Looked): readonly string[] =>
  related.length === 0
    ? []
    : [
        `use of its related keys is told by the trails of their Regions (${related.map(regionOf).join(", ")})`,
      ];

const regionOf = (arn: string): string => arn.split(":")[3] ?? arn;

/** Some minutes are nothing: clocks differ. */
const clockNote = ({ read: { to = "" }, now }: Looked): readonly string[] =>
  to > new Date(now.getTime() + 5 * 60 * 1000).toISOString()
    ? ["there are events later than this machine's clock says it is: one of the clocks is off"]
    : [];

const day = 24 * 60 * 60 * 1000;

const daysWithout = (days: ReadonlySet<string>): readonly string[] => {
  const sorted = [...days].sort();
  const [first, last] = [Date.parse(sorted[0] ?? ""), Date.parse(sorted.at(-1) ?? "")];
  const missing: string[] = [];
  for (let at = first; at < last && missing.length < 3660; at += day) {
    const name = new Date(at).toISOString().slice(0, 10);
    if (!days.has(name)) missing.push(name);
  }
  return missing;
};

const listed = (days: readonly string[]): string =>
  days.length <= 3 ? days.join(", ") : `${days.slice(0, 2).join(", ")} … ${days.at(-1) ?? ""}`;
