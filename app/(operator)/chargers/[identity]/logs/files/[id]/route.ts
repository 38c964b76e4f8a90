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
  const found = await signedIn();
  if (found === null) return new Response("Not signed in\n", { status: 401 });
  try {
    return fileAnswer(await readFile(found.ctx, (await params).id));
  } catch (error) {
    if (error instanceof ServiceError && error.code === "NotFound") return new Response("Not found\n", { status: 404 });
    if (error instanceof ServiceError) return new Response("Not allowed\n", { status: 403 });
    throw error;
  }
}
