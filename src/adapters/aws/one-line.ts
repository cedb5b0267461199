/** Text of an endpoint on one line: with line ends of its own it could look like several lines of ours. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ");
