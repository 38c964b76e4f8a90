import { getTranslations } from "next-intl/server";
import { signedIn } from "@/app/context";
import { ServiceError } from "@/lib/services/errors";
import { search } from "@/lib/services/search/search";

/** What the palette finds while an operator types. */
export async function GET(request: Request): Promise<Response> {
  const found = await signedIn();
  if (found === null) {
    const t = await getTranslations("fault");
    return Response.json({ title: t("signedOut"), status: 401 }, { status: 401 });
  }
  try {
    const q = new URL(request.url).searchParams.get("q") ?? "";
    return Response.json(await search(found.ctx, { q }), { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const status = error.code === "Forbidden" ? 403 : 400;
    return Response.json({ title: error.message, status }, { status });
  }
}
