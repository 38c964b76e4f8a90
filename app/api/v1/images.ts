import type { Context } from "hono";
import type { ApiEnvironment } from "./environment";

const IMAGE_PATH = /^\/api\/v1\/firmware\/releases(\/[^/]+\/file)?$/;

/**
 * Does the body of this request hold a firmware image? Such a one is read piece by piece by whoever stores it: it has a
 * limit of its own, and no Idempotency-Key, since the same bytes are never taken twice anyway.
 */
export function carriesImage({ req }: Context<ApiEnvironment>): boolean {
  const match = IMAGE_PATH.exec(req.path);
  if (match === null) return false;
  if (req.method === "PUT") return match[1] !== undefined;
  return req.method === "POST" && match[1] === undefined && isImageType(req.header("Content-Type"));
}

export const IMAGE_TYPE = "application/octet-stream";

export const isImageType = (contentType: string | undefined): boolean =>
  contentType?.split(";")[0]?.trim().toLowerCase() === IMAGE_TYPE;
