/** The rows of the list of field deviations, by chapter: how many each has. */
export const QUIRK_ROWS = { A: 9, B: 12, C: 14, D: 6, E: 19, F: 10, G: 6, H: 10 } as const;

/** Rows that no test in `tests/gateway/quirks-*.test.ts` names, and why. */
export const QUIRKS_WITHOUT_A_TEST: Readonly<Record<string, string>> = {
  A9: "Vendors that lock the address: for the people who set a charger up, nothing is said on the wire.",
  H10: "2.x only.",
};
