import { type ErrorPage, page } from "./page.ts";

/** Errors of `kmspol tutorial`. */
export const tutorialPages: Readonly<Record<string, ErrorPage>> = {
  "needs-terminal": page(
    "The verb is for somebody at a terminal, and there is none, or --json asks for a result that it does not have.",
    "Run it in a terminal. Scripts try things on with kmspol sandbox -- COMMAND.",
  ),
};
