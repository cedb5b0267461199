/** Slots for so many events: 16 MiB, whatever comes. */
const slots = 2 ** 21;
const full = slots * 0.75;

/** Remembers events by their id, in a memory that does not grow. */
export interface SeenEvents {
  /** True the first time. Beyond what fits everything is taken for new. */
  isNew(id: string): boolean;
  isFull(): boolean;
}

/** Two trails may have logged the same event, and a folder both. */
export const seenEvents = (): SeenEvents => {
  let table: Float64Array | undefined;
  let count = 0;
  return {
    isFull: () => count >= full,
    isNew: (id) => {
      if (count >= full) return true;
      table ??= new Float64Array(slots);
      const mark = markOf(id);
      let slot = mark % slots;
      while (table[slot] !== 0) {
        if (table[slot] === mark) return false;
        slot = (slot + 1) % slots;
      }
      table[slot] = mark;
      count += 1;
      return true;
    },
  };
};

/** 52 bits of the id, never 0: ids of events are random (AWS CloudTrail User Guide, "eventID"). */
const markOf = (id: string): number => {
  const digits = id.replaceAll("-", "").slice(0, 13);
  const number = /^[0-9a-f]{13}$/i.test(digits) ? Number.parseInt(digits, 16) : hashOf(id);
  return number + 1;
};

const hashOf = (text: string): number => {
  let hash = 7;
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) % 4_503_599_627_370_449;
  return hash;
};
