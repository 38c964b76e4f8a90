import { notFound } from "next/navigation";
import { ServiceError } from "@/lib/services/errors";

/** What a page shows, or the page that says there is no such thing. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ServiceError && error.code === "NotFound") notFound();
    throw error;
  }
}
