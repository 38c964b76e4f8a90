import { randomBytes } from "node:crypto";
import { unstable_rethrow } from "next/navigation";
import type { Panel } from "@/components/overview/panel";
import { ServiceError } from "@/lib/services/errors";
import { log } from "./log";

/** Reads one part of a page. Where that fails the other parts are shown all the same. */
export async function readPanel<T>(read: () => Promise<T>): Promise<Panel<T>> {
  try {
    return { state: "Read", value: await read() };
  } catch (error) {
    unstable_rethrow(error);
    if (error instanceof ServiceError && error.code === "Forbidden") return { state: "Forbidden" };
    const number = randomBytes(4).toString("hex");
    log.error({ err: error, number }, "a part of a page could not be read");
    return { state: "Failed", number };
  }
}
