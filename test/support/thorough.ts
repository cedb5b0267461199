/** KMSPOL_FAULTS=full (`npm run test:faults`): the long form of the fault tests, minutes instead of seconds. */
export const thorough = process.env["KMSPOL_FAULTS"] === "full";

/** A number of repetitions: few in `npm test`, many in the long form. */
export const times = (few: number, many: number): number => (thorough ? many : few);
