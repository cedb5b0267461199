import type { Context } from "../cli/app.ts";

/** The result for a machine: one JSON document on standard output. */
export const printJson = (context: Context, value: unknown): void =>
  context.outside.terminal.write(asJson(value));

/** A document as it is printed. */
export const asJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The result for a person. */
export const printText = (context: Context, text: string): void => context.outside.terminal.write(text);
