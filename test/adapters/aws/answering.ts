/** What a request of the SDK asks. */
export type Input = Readonly<Record<string, unknown>>;
/** What is answered, by the name of the operation. */
export type Answers = Readonly<Record<string, (input: Input) => unknown>>;

/** Calls a service as `IamCall`, `KmsCall` and `OrganizationsCall` do; `asked` has each request as `Operation {its input as JSON}`. */
export const answering = (answers: Answers) => {
  const asked: string[] = [];
  const call = async <Output>(
    _operation: string,
    _about: string,
    send: (client: never) => Promise<Output>,
  ): Promise<Output> =>
    send({
      send: (command: { constructor: { name: string }; input: Input }) => {
        const name = command.constructor.name.replace(/Command$/, "");
        asked.push(`${name} ${JSON.stringify(command.input)}`);
        return Promise.resolve(answers[name]?.(command.input));
      },
    } as never);
  return { call, asked };
};

export type Call = ReturnType<typeof answering>["call"];
