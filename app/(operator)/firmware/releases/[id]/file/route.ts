import { toFault } from "@/app/attempt";
import { renewedSignIn } from "@/app/context";
import { ServiceError, type ServiceErrorCode } from "@/lib/services/errors";
import { storeImage } from "@/lib/services/releases/store-image";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

const STATUS: Readonly<Record<ServiceErrorCode, number>> = {
  NotFound: 404,
  Forbidden: 403,
  Conflict: 409,
  Invalid: 400,
  LimitReached: 413,
};

/** Takes a release's image as the whole body of a PUT, from whoever is signed in; it is stored as it comes. */
export async function PUT(
  request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const found = await renewedSignIn();
  if (found === null) return Response.json({ message: "You are signed out." }, { status: 401 });
  try {
    return Response.json(await storeImage(found.ctx, (await params).id, wholeBody(request)));
  } catch (error) {
    const fault = await toFault(error);
    return Response.json(fault.error, { status: error instanceof ServiceError ? STATUS[error.code] : 500 });
  }
}

/** The body's pieces. One that ends before its announced length broke off, and must not pass for the image. */
async function* wholeBody(request: Request): AsyncGenerator<Uint8Array> {
  const announced = request.headers.get("content-length");
  let bytes = 0;
  const reader = request.body?.getReader();
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
    bytes += read.value.length;
    yield read.value;
  }
  if (announced !== null && bytes !== Number(announced))
    throw new ServiceError("Invalid", `Of ${announced} bytes only ${bytes} came. Send the file again.`, "file");
}
