import type { Road } from "./services.ts";

/** Does `work`, and lets the user see what is waited for where somebody looks. */
export const saying = <Result>(
  { services }: Pick<Road, "services">,
  words: string,
  work: () => Promise<Result>,
): Promise<Result> => (services.waiting ? services.waiting(words, work) : work());
