/** Round trips of the pings of one connection, in milliseconds. */
export type PingFigures = { readonly lastMs: number; readonly medianMs: number; readonly maxMs: number };
