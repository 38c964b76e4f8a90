import { getTranslations } from "next-intl/server";
import { signedIn } from "@/app/context";
import { fileAnswer } from "@/app/file-answer";
import { ServiceError } from "@/lib/services/errors";
import { readFile } from "@/lib/services/uploads/read-file";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

/** A file that a charger uploaded, for whoever is signed in. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const t = await getTranslations("fault");
  const found = await signedIn();
  if (found === null) return new Response(`${t("signedOut")}\n`, { status: 401 });
  try {
    return fileAnswer(await readFile(found.ctx, (await params).id));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const [words, status] = error.code === "NotFound" ? [t("notFound"), 404] : [t("notAllowed"), 403];
    return new Response(`${words}\n`, { status });
  }
}
