import { systemContext } from "@/app/context";
import { checkHealth } from "@/lib/services/check-health";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

/** Is this process able to serve? */
export async function GET(): Promise<Response> {
  const isHealthy = await checkHealth(systemContext("health"));
  return Response.json(
    { status: isHealthy ? "ok" : "database unreachable" },
    { status: isHealthy ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
