/** Characters of the questions that are kept: several policies of the size that KMS takes, asked about statement by statement. */
const mostKept = 4_000_000;

/**
 * A function that works out the answer to a question once, and knows it when the same question comes again; old answers go when there
 * are many. A check that follows another one asks mostly the same: of a text most statements stay as they are.
 */
export const keptAnswers = <Answer>(): ((question: string, work: () => Answer) => Answer) => {
  const answers = new Map<string, { readonly answer: Answer }>();
  let kept = 0;
  return (question, work) => {
    const known = answers.get(question);
    if (known) return known.answer;
    const answer = work();
    if (kept > mostKept) {
      answers.clear();
      kept = 0;
    }
    kept += question.length;
    answers.set(question, { answer });
    return answer;
  };
};
