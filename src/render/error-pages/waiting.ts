import { type ErrorPage, page } from "./page.ts";

/** What keeps an edit, a change or a text that was kept from being taken up at once. */
export const waitingPages: Readonly<Record<string, ErrorPage>> = {
  "editor-does-not-wait": page(
    "The editor came back at once, while its window may still be open: what is typed there would be lost.",
    "Give it the flag that makes it wait, such as code --wait, or go on with the file: kmspol edit TARGET --from FILE.",
  ),
  "no-such-text": page(
    "No text that was kept has that id, or several begin with it.",
    "kmspol kept lists them with their ids.",
  ),
  "stale-read": page(
    "KMS still shows the policy from before the last change of this machine, longer than its copies should need.",
    "Wait a little and run the command again; kmspol get TARGET shows what KMS answers now.",
  ),
};
