import { ServiceError } from "@/lib/services/errors";

/** The body of a request, piece by piece as it comes. Throws Invalid where it breaks off. */
export async function* streamedBody({ body }: Pick<Request, "body">): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new ServiceError("Invalid", "The upload broke off.", "file");
      });
      if (done) return;
      yield value;
    }
  } finally {
    // Left early: nobody reads the rest.
    void reader.cancel().catch(() => undefined);
  }
}
