import { listDownload } from "@/app/list-download";
import { exportSessions } from "@/lib/services/sessions/export-sessions";

/** The sessions of a filter as a file. */
export const GET = (request: Request): Promise<Response> => listDownload(request, exportSessions);
