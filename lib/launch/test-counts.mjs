/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ status: string, assertionResults: readonly { status: string }[] }} FileResult
 */

/**
 * Adds up what Vitest wrote. A file that could not even be loaded has no tests, and counts as one that failed.
 * @param {{ testResults: readonly FileResult[] }} report
 * @returns {Counts}
 */
export function countTests({ testResults }) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of testResults) {
    const failedBefore = counts.failed;
    for (const test of assertionResults) counts[kindOf(test.status)] += 1;
    if (status === "failed" && counts.failed === failedBefore) counts.failed += 1;
  }
  return counts;
}

/** @param {Counts} counts @returns {string} The line that ends every run of the tests. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** @param {string} status @returns {keyof Counts} */
function kindOf(status) {
  if (status === "passed") return "passed";
  return status === "failed" ? "failed" : "skipped";
}
