import type { MessageExport } from "@/lib/services/messages/export-messages";

/** A file that is written while it is being downloaded; a reader that goes away ends the reading. */
export function streamedFile({ fileName, contentType, chunks }: MessageExport): Response {
  const encoder = new TextEncoder();
  const pieces = chunks[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      // A pull that gives nothing is not asked again.
      let piece = await pieces.next();
      while (piece.done !== true && piece.value === "") piece = await pieces.next();
      if (piece.done === true) controller.close();
      else controller.enqueue(encoder.encode(piece.value));
    },
    cancel: async () => void (await pieces.return?.()),
  });
  return new Response(body, {
    headers: {
      "Content-Type": contentType,
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
