import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isUpKey,
  useEffect,
  useKeypress,
  useState,
} from "@inquirer/core";
import type { BrowsedEntry, BrowseQuestion, Browsed } from "../questions.ts";
import { alignColumns, cutTo, wrapWords } from "../render/columns.ts";
import { escapeLine } from "../render/escape.ts";
import type { Style } from "../render/style.ts";
import type { AskContext } from "./asking.ts";
import { windowStart } from "./list-window.ts";
import type { Size } from "./searchable-config.ts";

interface BrowseConfig<T, K extends string> extends BrowseQuestion<T, K> {
  readonly style: Style;
  readonly size: () => Size;
  readonly onResize: (listener: () => void) => () => void;
  /** Has the list leave the screen once it is answered: another follows what the key does. */
  readonly vanish: () => void;
}

/** Lines of the screen that are neither entries nor what is told of one: heading, keys, blanks, one to spare. */
const frame = 6;

/** A list to look through: arrows move, the keys of the question do something with the entry, q leaves. */
const browse = createPrompt<Browsed<unknown, string> | undefined, BrowseConfig<unknown, string>>(
  (config, done) => {
    const first = config.entries.findIndex(({ value }) => value === config.at);
    const [at, setAt] = useState(Math.max(0, first));
    const [isDone, setDone] = useState(false);
    const [, setResized] = useState(0);
    useEffect(() => config.onResize(() => setResized(Math.random())), []);
    const move = (to: number) => setAt(Math.max(0, Math.min(config.entries.length - 1, to)));
    useKeypress((pressed, line) => {
      const name = isEnterKey(pressed) ? "Enter" : pressed.name;
      // Readline keeps what is typed: it would stand behind the next question.
      line.clearLine(0);
      const found = config.keys.find(({ press }) => press === name);
      const entry = config.entries[at];
      if (found && entry) {
        config.vanish();
        setDone(true);
        done({ key: found.key, value: entry.value });
      } else if (name === "q") {
        setDone(true);
        done(undefined);
      } else if (isUpKey(pressed) || name === "k") move(at - 1);
      else if (isDownKey(pressed) || name === "j") move(at + 1);
      else if (name === "pageup") move(at - 10);
      else if (name === "pagedown") move(at + 10);
      else if (name === "home") move(0);
      else if (name === "end") move(config.entries.length - 1);
    });
    return draw(config, at, isDone);
  },
);

/** Asks, and gives what was pressed on which entry; undefined where the user left with q. */
export const askBrowse = async <T, K extends string>(
  config: Omit<BrowseConfig<T, K>, "vanish">,
  context: AskContext,
): Promise<Browsed<T, K> | undefined> => {
  const vanish = () => void (context.clearPromptOnDone = true);
  return (await browse({ ...config, vanish }, context)) as Browsed<T, K> | undefined;
};

const draw = (config: BrowseConfig<unknown, string>, at: number, isDone: boolean): [string, string] => {
  const { heading, entries, style, size } = config;
  const columns = Math.max(20, size().columns - 1);
  const detail = detailOf(config, entries[at], columns);
  const rows = Math.max(3, size().rows - frame - detail.length);
  const start = windowStart(entries.length, at, rows);
  const shown = heads(entries).slice(start, start + rows);
  const lines = shown.map((head, i) => {
    const isActive = !isDone && start + i === at;
    const line = cutTo(`${isActive ? ">" : " "} ${head}`, columns);
    return isActive ? style.place(line) : line;
  });
  const below = isDone ? [] : ["", ...detail, "", style.faint(keyWords(config, columns))];
  return [style.strong(cutTo(escapeLine(heading), columns)), [...lines, ...below].join("\n")];
};

const heads = (entries: readonly BrowsedEntry<unknown>[]): readonly string[] =>
  alignColumns(entries.map(({ cells }) => cells.map(escapeLine)))
    .split("\n")
    .slice(0, -1);

/** No more than half of the screen, so that the list is one. */
const detailOf = (
  { size, style }: BrowseConfig<unknown, string>,
  entry: BrowsedEntry<unknown> | undefined,
  columns: number,
): readonly string[] => {
  const lines = (entry?.detail ?? []).flatMap((line) => wrapWords(`  ${line}`, columns, "    ").split("\n"));
  const room = Math.max(2, Math.floor(size().rows / 2) - 3);
  return lines.length <= room ? lines : [...lines.slice(0, room - 1), style.faint("  …")];
};

const keyWords = ({ keys }: BrowseConfig<unknown, string>, columns: number): string => {
  const all = ["↑↓ move", ...keys.map(({ press, does }) => `${press} ${does}`), "q leaves"];
  return wrapWords(`  ${all.join(", ")}`, columns, "  ");
};
