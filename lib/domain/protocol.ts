/** Can a station of this subprotocol tell all its settings in one answer? Only 1.6 can; 2.x sends a report instead. */
export const tellsAllSettings = (ocppVersion: string | null): boolean => ocppVersion === "ocpp1.6";
