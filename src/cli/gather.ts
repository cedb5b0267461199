/** Several runs that ask for the same: it is done once for all, when each of them has asked or ended. */
export interface Gathering<Question, Answer> {
  /** Waits for the others. `work` answers all questions in their order; it is called once. Throws what it throws. */
  ask(question: Question, work: (all: readonly Question[]) => Promise<readonly Answer[]>): Promise<Answer>;
}

/** The same with what whoever starts the runs says and hears. */
export interface Gatherer<Question, Answer> extends Gathering<Question, Answer> {
  /** A run ended, whether it had asked or not. */
  ended(hasAsked: boolean): void;
}

/** Gathers the questions of `count` runs. `waits` hears of each that waits, so that another run can begin meanwhile. */
export const gather = <Question, Answer>(count: number, waits: () => void): Gatherer<Question, Answer> => {
  const questions: Question[] = [];
  let missing = count;
  let allHere: () => void = () => undefined;
  const everybody = new Promise<void>((resolve) => (allHere = resolve));
  let answers: Promise<readonly Answer[]> | undefined;
  const one = () => {
    missing -= 1;
    if (missing === 0) allHere();
  };
  return {
    ask: async (question, work) => {
      const place = questions.push(question) - 1;
      waits();
      one();
      await everybody;
      answers ??= work(questions);
      return (await answers)[place] as Answer;
    },
    ended: (hasAsked) => {
      if (!hasAsked) one();
    },
  };
};
