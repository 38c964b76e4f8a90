import { getTranslations } from "next-intl/server";
import type { ServiceContext } from "@/lib/services/context";
import { ServiceError } from "@/lib/services/errors";
import type { ListExport } from "@/lib/services/filter/list-export";
import { signedIn } from "./context";
import { streamedFile } from "./streamed-file";

type Query = Readonly<Record<string, string>>;

/** A list as a file for who is signed in: the address has the same names as the API's. */
export async function listDownload(
  request: Request,
  take: (ctx: ServiceContext, query: Query) => Promise<ListExport>,
): Promise<Response> {
  const found = await signedIn();
  if (found === null) {
    const t = await getTranslations("fault");
    return Response.json({ title: t("signedOut"), status: 401 }, { status: 401 });
  }
  try {
    return streamedFile(await take(found.ctx, Object.fromEntries(new URL(request.url).searchParams)));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return Response.json({ title: error.message, status: 400 }, { status: 400 });
  }
}
