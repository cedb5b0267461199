import { InvalidArgumentError } from "commander";
import { collect, type FlagsFor } from "../../cli/flag.ts";

/** Flags of the verbs that tell who used a key. */
export interface UseOptions {
  readonly used?: boolean;
  readonly days?: number;
  /** Files and folders with events of CloudTrail. */
  readonly trail?: readonly string[];
}

const days = (text: string): number => {
  if (/^[1-9]\d{0,3}d?$/.test(text) && Number.parseInt(text, 10) <= 3650) return Number.parseInt(text, 10);
  throw new InvalidArgumentError("Write days, such as 30, from 1 to 3650.");
};

const under = "With CloudTrail:";

/** The flags with which a verb tells of use. */
export const useFlags: FlagsFor<UseOptions> = {
  used: {
    under,
    words: "--used",
    does: "who used the key, for what, how often and when last, by CloudTrail's event history",
  },
  days: {
    under,
    words: "--days <n>",
    does: "look back so many days; the event history has 90",
    read: days,
  },
  trail: {
    under,
    words: "--trail <path>",
    does: "files of CloudTrail in place of its event history: JSON, JSON lines of Athena or CloudTrail Lake, gzip, folders of them (repeatable)",
    read: collect,
  },
};

export interface UnusedOptions extends UseOptions {
  readonly unused?: boolean;
}

/** The same with what nobody used. */
export const unusedFlags: FlagsFor<UnusedOptions> = {
  used: useFlags.used,
  unused: {
    under,
    words: "--unused",
    does: "access that nobody used in that time, with the command that takes each away",
  },
  days: useFlags.days,
  trail: useFlags.trail,
};

/** Whether use was asked for: to name where it is told is to ask. */
export const asksUse = ({ used = false, unused = false, days: back, trail = [] }: UnusedOptions): boolean =>
  used || unused || back !== undefined || trail.length > 0;
