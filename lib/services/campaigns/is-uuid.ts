const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Can it be one of our ids? The database would not compare anything else with one. */
export const isUuid = (text: string): boolean => UUID.test(text);
