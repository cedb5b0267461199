import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isUpKey,
  type KeypressEvent,
  useEffect,
  useKeypress,
  useState,
} from "@inquirer/core";
import type { Choice } from "../questions.ts";
import { cutTo, wrapWords } from "../render/columns.ts";
import { escapeLine } from "../render/escape.ts";
import type { Style } from "../render/style.ts";
import type { Size } from "./searchable-config.ts";

interface ChooseConfig {
  readonly question: string;
  readonly choices: readonly Choice<string>[];
  /** The choice that the cursor is on at first. */
  readonly preset: string;
  readonly style: Style;
  readonly size: () => Size;
  readonly onResize: (listener: () => void) => () => void;
}

/** A question with choices in lines: arrows move, Enter takes the line, the letter of a choice takes it at once. */
export const askChoice = createPrompt<string, ChooseConfig>((config, done) => {
  const { choices, preset } = config;
  const first = choices.findIndex(({ key }) => key === preset);
  const [at, setAt] = useState(Math.max(0, first));
  const [isDone, setDone] = useState(false);
  const [, setResized] = useState(0);
  useEffect(() => config.onResize(() => setResized(Math.random())), []);
  const move = (to: number) => setAt(Math.max(0, Math.min(choices.length - 1, to)));
  const take = (index: number) => {
    setAt(index);
    setDone(true);
    done(choices[index]?.key ?? preset);
  };
  useKeypress((pressed, line) => {
    const typed = textOf(pressed, line.line);
    // Readline keeps what is typed: it would stand behind the next question.
    line.clearLine(0);
    const lettered = typed === "" ? -1 : choices.findIndex(({ letter }) => letter === typed);
    if (isEnterKey(pressed)) take(at);
    else if (isUpKey(pressed)) move(at - 1);
    else if (isDownKey(pressed)) move(at + 1);
    else if (lettered >= 0) take(lettered);
    else if (/^[1-9]$/.test(typed)) move(Number(typed) - 1);
    else if (typed !== "") setAt(beginningWith(choices, typed, at));
  });
  return isDone ? drawTaken(config, at) : drawChoices(config, at);
});

/** The character that a key stands for; "" for keys that stand for none. */
const textOf = ({ ctrl, name }: KeypressEvent, typed: string): string =>
  ctrl || name === "escape" ? "" : typed.slice(-1).toLowerCase();

/** The next choice whose words begin so; where none does, the same. */
const beginningWith = (choices: readonly Choice<string>[], letter: string, at: number): number => {
  const order = choices.map((_, i) => (at + 1 + i) % choices.length);
  return order.find((i) => choices[i]?.label.toLowerCase().startsWith(letter) === true) ?? at;
};

const hideCursor = "\u001b[?25l";

const drawChoices = (config: ChooseConfig, at: number): string => {
  const { choices, style, size } = config;
  const columns = size().columns;
  const lines = choices.map(({ label }, i) => {
    const words = wrapped(label, columns);
    return i === at ? style.place(`> ${words}`) : `  ${words}`;
  });
  const question = style.strong(wrapped(config.question, columns));
  const below = [" ", style.faint(cutTo(keyWords(config), columns - 1))];
  return `${[`${style.place("?")} ${question}`, ...lines, ...below].join("\n")}${hideCursor}`;
};

/** The question with what was taken, which is cut to the end of its line. */
const drawTaken = ({ question, choices, style, size }: ChooseConfig, at: number): string => {
  const asked = wrapped(question, size().columns);
  const room = size().columns - 4 - (asked.split("\n").at(-1) ?? "").length;
  const answer = cutTo(escapeLine(choices[at]?.label ?? ""), Math.max(12, room));
  return `${style.good("✔")} ${style.strong(asked)} ${style.place(answer)}`;
};

/** The library breaks lines wherever they end: in the middle of an account id. */
export const wrapped = (text: string, columns: number): string =>
  wrapWords(escapeLine(text), Math.max(20, columns - 3), "  ");

const keyWords = ({ choices, size }: ChooseConfig): string => {
  const letters = choices.flatMap(({ letter }) => letter ?? []);
  const keys = letters.length === 0 ? "" : ` or ${letters.join("/")}`;
  return size().columns < 60
    ? `  ↑↓ move${keys}, Enter, Esc back`
    : `  ↑↓ move${keys}, Enter takes the line, Esc goes back`;
};
