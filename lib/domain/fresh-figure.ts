/** Older than this no figure is the present one: twice the usual sample interval of 60 s, and some for the way. */
export const FRESH_MAX_MS = 150_000;
