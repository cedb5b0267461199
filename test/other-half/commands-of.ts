import type { Why } from "../../src/other-half/why-messages.ts";
import { nextOn } from "../../src/shell/typed-command.ts";

/** The commands of an answer as they are typed by who gave no flags. */
export const commandsOf = ({ commands }: Pick<Why, "commands">): readonly string[] =>
  commands.map((command) => nextOn({ operand: "KEY", flags: [] }, command));
