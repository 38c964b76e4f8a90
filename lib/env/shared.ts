import { z } from "zod";

/** Pieces that both processes read from the environment. */

/** `NAME=` means the same as not setting NAME. */
const blankIsUnset = (value: unknown): unknown => (value === "" ? undefined : value);

export const unsettable = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(blankIsUnset, schema);

const port = z.coerce.number().int().min(0).max(65_535);

export const portOr = (fallback: number) => unsettable(port.default(fallback));
export const portOrNull = unsettable(port.nullable().default(null));

/** Whole days, at least one: today is always kept. */
export const daysOr = (fallback: number) => unsettable(z.coerce.number().int().min(1).max(36_500).default(fallback));

export const addressOrNull = (...schemes: readonly string[]) =>
  unsettable(
    z
      .string()
      .refine((text) => schemes.some((scheme) => URL.canParse(text) && new URL(text).protocol === `${scheme}:`), {
        message: `must be an address that starts with ${schemes.map((scheme) => `${scheme}://`).join(" or ")}`,
      })
      .transform((text) => text.replace(/\/+$/, ""))
      .nullable()
      .default(null),
  );

export const databaseUrl = unsettable(
  z.string("is needed").regex(/^postgres(ql)?:\/\//, "must be a postgresql:// address"),
);

/** Thrown at start; its message lists everything that is wrong at once. */
export class EnvironmentError extends Error {
  constructor(problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.name = "EnvironmentError";
  }
}

export function parseEnvironment<Output>(
  schema: z.ZodType<Output>,
  source: Readonly<Record<string, string | undefined>>,
  moreProblems: readonly string[] = [],
): Output {
  const parsed = schema.safeParse(source);
  if (parsed.success && moreProblems.length === 0) return parsed.data;
  const issues = parsed.success ? [] : parsed.error.issues;
  throw new EnvironmentError([...issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`), ...moreProblems]);
}
