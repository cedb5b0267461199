import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isUpKey,
  type KeypressEvent,
  useEffect,
  useKeypress,
  useRef,
  useState,
} from "@inquirer/core";
import type { Interface } from "node:readline";
import type { AskContext } from "./asking.ts";
import type { Entry } from "../questions.ts";
import { besideColumns, drawAnswer, drawList, sideBySide } from "./draw-list.ts";
import { matching } from "./list-window.ts";
import { paste, pasteMarks } from "./pasted.ts";
import type { SearchableConfig } from "./searchable-config.ts";

/** What was told of an entry. */
interface Previewed {
  readonly of: unknown;
  readonly lines: readonly string[];
}

/** Milliseconds that the cursor rests on an entry before it is asked about. */
const restingFor = 200;

/** Lines of the screen that are no entries: question, counts, keys, and one to spare. */
const frame = 5;

/**
 * A list that is searched by typing, while it may still be growing. Arrows move; Enter takes the active entry; where
 * several may be taken, space marks (no principal has a space in its name) and Enter takes what is marked. A paste
 * is one thing, not the keys that it is made of.
 */
const searchable = createPrompt<readonly unknown[], SearchableConfig<unknown>>((config, done) => {
  const [term, setTerm] = useState("");
  const [at, setAt] = useState<unknown>(undefined);
  const [marked, setMarked] = useState<readonly Entry<unknown>[]>(() => markedBefore(config));
  const [complaint, setComplaint] = useState<string | undefined>(undefined);
  const [answer, setAnswer] = useState<readonly Entry<unknown>[] | undefined>(undefined);
  const [, setArrived] = useState(0);
  const [, setResized] = useState(0);
  const [previewed, setPreviewed] = useState<Previewed | undefined>(undefined);
  const pasted = useRef<string | undefined>(undefined);
  // What was typed ahead is in readline's line before the list is drawn.
  useEffect((line) => setTerm(line.line), []);
  useEffect(() => config.onResize(() => setResized(Math.random())), []);
  useEffect(() => config.feed.onChange(() => setArrived(config.feed.entries().length + Math.random())), []);

  const entries = shownEntries(config, term, marked);
  const active = Math.max(
    0,
    entries.findIndex(({ value }) => value === at),
  );
  const current = entries[active]?.value;
  const wide = config.size().columns >= sideBySide && config.preview !== undefined;
  useEffect(() => {
    if (!wide || current === undefined) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      void config.preview?.(current, besideColumns(config.size().columns)).then((lines) => {
        if (isWanted) setPreviewed({ of: current, lines });
      });
    }, restingFor);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [current, wide]);
  const beside = wide ? (previewed?.of === current ? previewed?.lines : []) : undefined;
  const move = (to: number) => setAt(entries[Math.max(0, Math.min(entries.length - 1, to))]?.value);
  const finish = (taken: readonly Entry<unknown>[]) => {
    if (taken.every(({ value }) => config.isStep?.(value) === true)) config.vanish();
    setAnswer(taken);
    done(taken.map(({ value }) => value));
  };

  useKeypress((key, line) => {
    if (key.name === "paste-start") pasted.current = "";
    else if (key.name === "paste-end" && pasted.current !== undefined) {
      const next = paste(config, { term, marked }, pasted.current);
      pasted.current = undefined;
      setTerm(next.term);
      setMarked(next.marked);
      setComplaint(next.complaint);
      if (next.term !== term) setAt(undefined);
      retype(line, next.term);
    } else if (pasted.current !== undefined) {
      pasted.current += isEnterKey(key) ? "\n" : textOf(key);
      retype(line, term);
    } else pressed(key, line);
  });

  const pressed = (key: KeypressEvent, line: Line) => {
    setComplaint(undefined);
    const current = entries[active];
    const step = stepOf(key, pageSize(config));
    const shortcut = config.shortcuts?.find(({ ctrl }) => key.ctrl && key.name === ctrl);
    if (shortcut) {
      finish([{ value: shortcut.value, cells: [shortcut.to] }]);
      return;
    }
    if (isEnterKey(key) || (config.several && isSpaceKey(key)) || step !== undefined) retype(line, term);
    if (step !== undefined) move(active + step);
    else if (config.several && key.ctrl && key.name === "a") {
      retype(line, term);
      setMarked(allMarked(entries, marked));
    } else if (isEnterKey(key) && marked.length > 0) finish(marked);
    else if (isEnterKey(key) || (config.several && isSpaceKey(key))) {
      if (!current) setComplaint("there is nothing of that name");
      else if (current.taken !== undefined) setComplaint(`${current.cells[0] ?? ""}: ${current.taken}`);
      else if (isEnterKey(key)) finish([current]);
      else setMarked(toggled(marked, current));
    } else {
      setTerm(line.line);
      if (line.line !== term) setAt(undefined);
    }
  };

  if (answer) return drawAnswer(config, answer);
  return drawList(config, { term, entries, active, marked, complaint, rows: pageSize(config), beside });
});

/** Asks, and gives back the values taken: one, or with `several` one or more. */
export const askSearchable = async <T>(
  config: Omit<SearchableConfig<T>, "vanish">,
  context: Parameters<typeof searchable>[1] &
    Pick<AskContext, "terminal" | "marksPastes" | "clearPromptOnDone">,
): Promise<readonly T[]> => {
  const vanish = () => void (context.clearPromptOnDone = true);
  const unmark = () => void context.terminal.write(pasteMarks.off);
  context.terminal.write(pasteMarks.on);
  context.marksPastes = true;
  process.once("exit", unmark);
  try {
    return (await searchable({ ...config, vanish }, context)) as readonly T[];
  } finally {
    process.off("exit", unmark);
    unmark();
  }
};

/** What matches, what was marked without being in the list, and last what the text itself stands for. */
const shownEntries = (
  { feed, typed, foot = [] }: SearchableConfig<unknown>,
  term: string,
  marked: readonly Entry<unknown>[],
): readonly Entry<unknown>[] => {
  const all = feed.entries();
  const strangers = marked.filter((entry) => !all.some(({ value }) => value === entry.value));
  const shown = matching([...strangers, ...all], term);
  const own = term.trim() === "" ? undefined : typed?.(term.trim());
  const more = foot.length === 0 ? [] : matching(foot, term);
  if (!own || shown.some((entry) => isNamed(entry, own))) return [...shown, ...more];
  return [...shown, all.find(({ value }) => value === own.value) ?? own, ...more];
};

const isNamed = ({ value, cells, seeks = [] }: Entry<unknown>, own: Entry<unknown>): boolean =>
  value === own.value || cells[0] === own.cells[0] || seeks.some((name) => name === own.value);

/** Half the screen, so that what the question is about stays in sight. */
const pageSize = ({ size }: SearchableConfig<unknown>): number =>
  Math.max(3, Math.min(size().rows - frame, Math.floor(size().rows / 2)));

const stepOf = (key: KeypressEvent, page: number): number | undefined => {
  if (isUpKey(key) || (key.ctrl && key.name === "p")) return -1;
  if (isDownKey(key) || (key.ctrl && key.name === "n")) return 1;
  return key.name === "pageup" ? -page : key.name === "pagedown" ? page : undefined;
};

/** What a key stands for in a text; the library's type leaves out what Node tells. */
const textOf = (key: KeypressEvent & { readonly sequence?: string }): string => key.sequence ?? "";

type Line = Pick<Interface, "line" | "write">;

/** Readline took the key into its line, or took the line away with Enter: the search stays as it was. */
const retype = (line: Line, term: string): void => {
  line.write(null, { ctrl: true, name: "e" });
  line.write(null, { ctrl: true, name: "u" });
  line.write(term);
};

/** All that can be taken and are shown; where they are marked already, none of them. */
const allMarked = (
  entries: readonly Entry<unknown>[],
  marked: readonly Entry<unknown>[],
): readonly Entry<unknown>[] => {
  const isMarked = (entry: Entry<unknown>) => marked.some(({ value }) => value === entry.value);
  const free = entries.filter((entry) => entry.taken === undefined);
  if (free.every(isMarked)) return marked.filter((entry) => !free.some(({ value }) => value === entry.value));
  return [...marked, ...free.filter((entry) => !isMarked(entry))];
};

/** What was marked when the user came back here, whether or not the list has it yet. */
const markedBefore = ({ feed, typed, marked = [] }: SearchableConfig<unknown>): readonly Entry<unknown>[] =>
  marked.map(
    (value) =>
      feed.entries().find((entry) => entry.value === value) ??
      typed?.(String(value)) ?? { value, cells: [String(value)] },
  );

const toggled = (marked: readonly Entry<unknown>[], entry: Entry<unknown>): readonly Entry<unknown>[] =>
  marked.some(({ value }) => value === entry.value)
    ? marked.filter(({ value }) => value !== entry.value)
    : [...marked, entry];
