/** A schema's own messages ("Too big: expected number to be <=1") are for programmers; the verbs' own are for people. */
const OF_A_SCHEMA = /^(Too (big|small)|Invalid|Expected|Unrecognized)\b/;

/** What to say of a field: the verb's words, or else `plain`. Null where nothing is wrong. */
export function plainFault(message: string | null | undefined, plain: string): string | null {
  if (message === null || message === undefined) return null;
  return OF_A_SCHEMA.test(message) ? plain : message;
}
