/** Can a station of this subprotocol tell all its settings in one answer? Only 1.6 can; 2.x sends a report instead. */
export const tellsAllSettings = (ocppVersion: string | null): boolean => ocppVersion === "ocpp1.6";

/**
 * Has this version one command for updates with and without a signature, with a number that each status repeats, and
 * does the station by itself wait for sessions to end (L01.FR.06, FR.10)? 1.6 has it only with the security whitepaper.
 */
export const numbersUpdates = (ocppVersion: string | null): boolean =>
  ocppVersion !== null && ocppVersion !== "ocpp1.6";
