/**
 * Something the person at the keyboard can put right: shown as one line, without a stack.
 * Anything else that is thrown is our own bug and keeps its stack.
 */
export class LaunchFailure extends Error {
  name = "LaunchFailure";
}

/**
 * Runs a command's main function and turns what it throws into a line and an exit code.
 * @param {() => Promise<number | void>} main Resolves with the exit code, if not 0.
 */
export async function runCommand(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof LaunchFailure ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

/** @param {unknown} error @returns {string} Its message on one line. */
export function reasonOf(error) {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.trim().split("\n")[0] ?? text;
}

/** @param {unknown} error @returns {string | undefined} The system's code of an error, such as ENOENT. */
export function codeOf(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
