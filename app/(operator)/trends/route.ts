import { getTranslations } from "next-intl/server";
import { signedIn } from "@/app/context";
import { readPanel } from "@/app/read-panel";
import { readTrends } from "@/lib/services/overview/read-trends";

/** What the overview shows of late, apart from the page: it is dear to read and changes slowly. */
export async function GET(): Promise<Response> {
  const found = await signedIn();
  if (found === null) {
    const t = await getTranslations("fault");
    return Response.json({ title: t("signedOut"), status: 401 }, { status: 401 });
  }
  const trends = await readPanel(() => readTrends(found.ctx));
  const status = trends.state === "Read" ? 200 : trends.state === "Forbidden" ? 403 : 500;
  return Response.json(trends, { status, headers: { "Cache-Control": "no-store" } });
}
