import { appEnvironment } from "@/lib/env/app";

/** A server whose environment is not usable says so at its start, not at the first request. */
export function register(): void {
  if (process.env["NEXT_RUNTIME"] === "nodejs") appEnvironment();
}
