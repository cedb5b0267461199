import { wrapSentence } from "../../render/columns.ts";
import { escapeLine } from "../../render/escape.ts";
import { isWrite, type Outcome } from "./write.ts";

/** How far a run has come: what Ctrl-C says. */
export interface Progress {
  readonly run: string;
  readonly keys: number;
  readonly ended: Outcome[];
  /** Labels of the keys that are being written. */
  readonly underWay: Set<string>;
  /** Milliseconds from the begin to the last key that was written. */
  lastWritten: number;
}

/** How far a run has come that began to write `elapsed` milliseconds ago, and how long it takes yet at its pace. */
export const howFar = ({ keys, ended, lastWritten }: Progress, elapsed: number): string => {
  const failed = ended.filter(({ change }) => !change).length;
  const words = [
    `[${ended.length}/${keys}] ${ended.length - failed} done`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
  ];
  const written = ended.filter(({ plan }) => isWrite(plan)).length;
  const left = (lastWritten / written) * (keys - ended.length) + lastWritten - elapsed;
  if (written > 0 && left > 0) words.push(`${timeLeft(left)} left`);
  return words.join(", ");
};

const timeLeft = (milliseconds: number): string => {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
};

/** The last words of a run that is stopped, on so many columns: in what state the keys are, and the commands that go on or back. */
export const stoppedWords = ({ run, keys, ended, underWay }: Progress, columns: number): string => {
  const failed = ended.filter(({ change }) => !change).length;
  const changed = ended.filter(({ change }) => change?.outcome === "changed").length;
  const middle = [...underWay].map(escapeLine).join("; ");
  const words = [
    `${changed} of ${keys} changed`,
    `${ended.length - changed - failed} unchanged`,
    `${failed} failed`,
    ...(underWay.size === 0 ? [] : [`${underWay.size} in the middle of it (${middle})`]),
    `${keys - ended.length - underWay.size} not begun`,
  ];
  const state = wrapSentence(`kmspol: stopped: ${words.join(", ")}`, columns, "  ");
  return `\n${state}\ngo on:     kmspol each --resume ${run}\ntake back: kmspol each --undo ${run}\n`;
};

/** The last words where nothing was written yet. */
export const stoppedLooking = (): string =>
  "\nkmspol: stopped while the keys were looked at: nothing was written\n";
