import { onTestFinished } from "vitest";

/** Takes what is to be done when the test is over. Tests that run side by side give their own, from their context. */
export type AtEnd = (finish: () => Promise<void> | void) => void;

/** That of the one test that runs. */
export const atEndOfTest: AtEnd = (finish) => onTestFinished(finish);
