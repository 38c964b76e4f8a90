import { type NextRequest, NextResponse } from "next/server";
import { appEnvironment } from "@/lib/env/app";

/**
 * Puts a Content-Security-Policy with a fresh nonce on every page. Next reads the nonce out of the policy
 * and gives it to its own scripts; `layout.tsx` reads it from `x-nonce` for ours.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentSecurityPolicy(nonce, request.headers.get("host"));
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

function contentSecurityPolicy(nonce: string, host: string | null): string {
  const isDevelopment = process.env.NODE_ENV === "development";
  const tiles = tileSources();
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Popovers are placed by style attributes, which no nonce can cover.
    "style-src 'self' 'unsafe-inline'",
    `img-src ${["'self' data: blob:", ...tiles].join(" ")}`,
    // The map's worker is a file of ours; without this it would need what scripts need.
    "worker-src 'self'",
    "font-src 'self'",
    `connect-src ${["'self'", ...liveSources(host), ...tiles, ...(isDevelopment ? ["ws:"] : [])].join(" ")}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Nobody, unless whoever runs this instance has told where map tiles are. */
function tileSources(): readonly string[] {
  const { mapTilesUrl } = appEnvironment();
  return mapTilesUrl === null ? [] : [new URL(mapTilesUrl).origin];
}

/** The live channel is polled over http(s) first and then upgraded to ws(s). */
function liveSources(host: string | null): readonly string[] {
  const { publicLiveUrl, livePort } = appEnvironment();
  if (publicLiveUrl !== null) {
    const { origin } = new URL(publicLiveUrl);
    return [origin, origin.replace(/^http/, "ws")];
  }
  if (host === null || !URL.canParse(`http://${host}`)) return [];
  const { hostname } = new URL(`http://${host}`);
  return ["http", "https", "ws", "wss"].map((scheme) => `${scheme}://${hostname}:${livePort}`);
}

/** Where images are uploaded, no policy is needed, and Next would keep the body in memory for us and cut it at 10 MB. */
export const config = {
  matcher: [{ source: "/((?!api/|_next/static|_next/image|favicon|icon|firmware/releases/[^/]+/file$).*)" }],
};
