import { getTranslations } from "next-intl/server";
import { signedIn } from "@/app/context";
import { streamedFile } from "@/app/streamed-file";
import { ServiceError } from "@/lib/services/errors";
import { exportMessages } from "@/lib/services/messages/export-messages";

/** The filter of the screen as a file: the address has the same names as the API's. */
export async function GET(request: Request): Promise<Response> {
  const found = await signedIn();
  if (found === null) {
    const t = await getTranslations("fault");
    return Response.json({ title: t("signedOut"), status: 401 }, { status: 401 });
  }
  const { format, ...filter } = Object.fromEntries(new URL(request.url).searchParams);
  try {
    return streamedFile(await exportMessages(found.ctx, { ...filter, format: format === "csv" ? "csv" : "ndjson" }));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return Response.json({ title: error.message, status: 400 }, { status: 400 });
  }
}
