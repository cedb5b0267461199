/** What `kmspol explain CODE` says of an error: what happened, and what helps. */
export interface ErrorPage {
  readonly happened: string;
  readonly helps: string;
}

/** A page of two sentences. */
export const page = (happened: string, helps: string): ErrorPage => ({ happened, helps });
