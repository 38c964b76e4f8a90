import { listDownload } from "@/app/list-download";
import { exportStations } from "@/lib/services/stations/export-stations";

/** The chargers of a filter as a file. */
export const GET = (request: Request): Promise<Response> => listDownload(request, exportStations);
