import { checkShape } from "./answer-shape.ts";

/** What a client of the SDK has, whatever its service. What its functions take differs by service. */
export interface AwsClient {
  readonly config: { readonly credentials: () => Promise<unknown> };
  readonly middlewareStack: { readonly add: (middleware: never, options: never) => void };
  readonly send: (command: never, options: never) => Promise<unknown>;
}

/** The client, whose requests end when `signal` says so. */
export const bounded = <Client extends AwsClient>(client: Client, signal: AbortSignal): Client => {
  const send = (command: never, options?: object) =>
    client.send(command, { ...options, abortSignal: signal } as never);
  return Object.create(client, { send: { value: send } }) as Client;
};

/** Has a client hold each answer against the model of its service: what is otherwise throws NotOfAws. */
export const checkingAnswers = ({ middlewareStack }: AwsClient): void => {
  const options = { step: "deserialize", priority: "high", name: "kmspolCheckAnswer", override: true };
  middlewareStack.add(checkAnswer as never, options as never);
};

/** A step of the SDK's, around the one in which an answer becomes an object. */
const checkAnswer =
  (next: (request: unknown) => Promise<{ readonly output: unknown }>, context: object) =>
  async (request: unknown) => {
    const result = await next(request);
    checkShape(outputSchema(context), result.output);
    return result;
  };

/** The schema of an operation ends with those of its input and its output. Throws where the SDK has none: nothing would be checked. */
const outputSchema = (context: object): unknown => {
  const { __smithy_context: smithy } = context as { __smithy_context?: { operationSchema?: unknown } };
  const schema = smithy?.operationSchema;
  if (!Array.isArray(schema)) throw new Error("the SDK gives no schema of the operation");
  return schema.at(-1) as unknown;
};
