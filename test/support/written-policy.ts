/** A policy as JSON, as far as tests look into it. */
export interface WrittenPolicy {
  Version: string;
  Statement: ({ Principal: { AWS: string | string[] } } & Record<string, unknown>)[];
}

export const writtenPolicy = (text: string): WrittenPolicy => JSON.parse(text) as WrittenPolicy;

/** The policy's text with statements added to its end. */
export const withStatements = (text: string, ...statements: object[]): string => {
  const policy = JSON.parse(text) as { Statement: object[] };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, ...statements] });
};
