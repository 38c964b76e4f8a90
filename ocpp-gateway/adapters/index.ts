import type { VersionAdapter } from "./adapter";
import { v16 } from "./v16/index";
import { v201 } from "./v201";

const ADAPTERS: ReadonlyMap<string, VersionAdapter> = new Map([v201, v16].map((adapter) => [adapter.version, adapter]));

/** The subprotocols we speak, newest first. */
export const SUPPORTED_SUBPROTOCOLS: readonly string[] = [...ADAPTERS.keys()];

/** Null for a subprotocol we do not speak. */
export const adapterFor = (subprotocol: string): VersionAdapter | null => ADAPTERS.get(subprotocol) ?? null;
