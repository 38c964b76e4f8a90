import { getTranslations } from "next-intl/server";
import { signedIn } from "@/app/context";
import { streamedFile } from "@/app/streamed-file";
import { reportCsv } from "@/lib/services/campaigns/read-report";
import { ServiceError } from "@/lib/services/errors";

type Context = { readonly params: Promise<{ readonly id: string }> };

/** Every charger of a campaign with what became of it, as a file. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const found = await signedIn();
  if (found === null) {
    const t = await getTranslations("fault");
    return Response.json({ title: t("signedOut"), status: 401 }, { status: 401 });
  }
  try {
    return streamedFile(await reportCsv(found.ctx, (await params).id));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const status = error.code === "NotFound" ? 404 : 403;
    return Response.json({ title: error.message, status }, { status });
  }
}
