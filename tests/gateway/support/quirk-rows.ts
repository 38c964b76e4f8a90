/** The rows of the list of field deviations, by chapter: how many each has. */
export const QUIRK_ROWS = { A: 9, B: 12, C: 14, D: 6, E: 19, F: 10, G: 6, H: 10 } as const;

/** Rows that no test in `tests/gateway/quirks-*.test.ts` names, and why. */
export const QUIRKS_WITHOUT_A_TEST: Readonly<Record<string, string>> = {
  A9: "Vendors that lock the address: for the people who set a charger up, nothing is said on the wire.",
  B3: "A station that does not notice a dead line: seen as silence, which connection.test.ts is about.",
  B5: "Stations that break over large calls: no command of ours carries a list yet but what is written raw.",
  F1: "kWh called Wh: kept as told; nothing suggests a correction yet.",
  F7: "Lists of measurands that are refused as a whole: settings are written as the operator says.",
  G5: "Out of service after a failed update: the commands for it are an operator's.",
  H1: "Charging profiles are written raw.",
  H2: "Charging profiles are written raw.",
  H8: "Firmware steps that are missing or doubled: reports.test.ts is about what is told of them.",
  H10: "2.x only.",
};
