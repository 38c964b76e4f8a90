import type { FileToSend } from "@/lib/services/uploads/read-file";

/** A file as a download: never shown by the browser, whatever it may look like, and streamed out of the books. */
export function fileAnswer({ name, bytes, sha256, content }: FileToSend): Response {
  const pieces = content();
  const body = new ReadableStream<Uint8Array>({
    pull: async (out) => {
      const { done, value } = await pieces.next();
      if (done === true) out.close();
      else out.enqueue(value);
    },
    cancel: async () => void (await pieces.return(undefined)),
  });
  return new Response(body, {
    headers: {
      "Content-Type": "application/octet-stream",
      "Content-Length": String(bytes),
      "Content-Disposition": disposition(name),
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cache-Control": "private, no-store",
      "Repr-Digest": `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
    },
  });
}

/** RFC 6266: a name in ASCII for all, and the whole of it for those who know how. */
function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const whole = encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
