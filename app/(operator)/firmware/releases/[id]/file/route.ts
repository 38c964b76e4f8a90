import { getTranslations } from "next-intl/server";
import { renewedSignIn } from "@/app/context";
import { log } from "@/app/log";
import { streamedBody } from "@/app/streamed-body";
import { appEnvironment } from "@/lib/env/app";
import { ServiceError, type ServiceErrorCode } from "@/lib/services/errors";
import { storeImage } from "@/lib/services/releases/store-image";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

const STATUSES: Readonly<Record<ServiceErrorCode, number>> = {
  Invalid: 400,
  Forbidden: 403,
  NotFound: 404,
  Conflict: 409,
  LimitReached: 429,
};

/**
 * The image of a release, out of the browser of whoever is signed in. Its address is left out in `proxy.ts`, which
 * would keep a whole body in memory and cut it off.
 */
export async function PUT(
  request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const t = await getTranslations("fault");
  if (!isSameOrigin(request.headers)) return problem(403, t("foreignPage"));
  const found = await renewedSignIn();
  if (found === null) return problem(401, t("signedOut"));
  try {
    const { firmwareBytesMax: bytesMax } = appEnvironment();
    return Response.json(await storeImage(found.ctx, (await params).id, streamedBody(request), { bytesMax }));
  } catch (error) {
    if (error instanceof ServiceError) return problem(STATUSES[error.code], error.message);
    log.error({ err: error }, "an image could not be stored");
    return problem(500, t("unexpected"));
  }
}

const problem = (status: number, detail: string): Response => Response.json({ status, detail }, { status });

/** A page of another site can have a browser send this with the operator's cookie. */
function isSameOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = headers.get("origin");
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  return origin !== null && URL.canParse(origin) && new URL(origin).host === host;
}
