import type { Server, Socket } from "socket.io";
import type { BrowserToServer, ServerToBrowser } from "@/lib/live/contract";

type NoServerEvents = Record<string, never>;
/** Who came with the ticket. */
type Known = { operatorId: string };

/** The live channel and one browser on it, typed by the contract. */
export type LiveChannel = Server<BrowserToServer, ServerToBrowser, NoServerEvents, Known>;
export type LiveBrowser = Socket<BrowserToServer, ServerToBrowser, NoServerEvents, Known>;
