import { parentPort } from "node:worker_threads";
import type { LanguageService } from "./protocol.ts";
import type { Job, JobResult } from "./work-thread.ts";

/** Works for the thread that started this one: gives it an answer for each question. */
export const workForParent = (service: LanguageService): void => {
  const port = parentPort;
  port?.on("message", (job: Job) => {
    answerOf(service, job).then(
      (value) => port.postMessage({ value } satisfies JobResult),
      (error: unknown) => port.postMessage({ failed: String(error) } satisfies JobResult),
    );
  });
};

const answerOf = async (
  service: LanguageService,
  { method, args, opened, closed }: Job,
): Promise<unknown> => {
  for (const path of closed) service.close(path);
  for (const source of opened) service.open(source);
  const ask = service[method] as (...given: readonly unknown[]) => Promise<unknown>;
  return ask(...args);
};
