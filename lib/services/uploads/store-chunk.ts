import type { ServiceContext } from "../context";

export type Chunk = {
  readonly fileId: string;
  /** From 0. */
  readonly place: number;
  readonly data: Uint8Array<ArrayBuffer>;
};

/** Adds a piece to a file. False: the file is no longer being written (another try took its place, or it was ended). */
export async function storeChunk(ctx: ServiceContext, { fileId, place, data }: Chunk): Promise<boolean> {
  const stored = await ctx.db.$executeRaw`
    WITH file AS (
      UPDATE upload_file SET bytes = bytes + ${data.byteLength}::int, stored_at = ${ctx.now().toISOString()}::timestamptz
      WHERE id = ${fileId}::uuid AND completed_at IS NULL AND broken_off_at IS NULL
      RETURNING id
    )
    INSERT INTO upload_chunk (file_id, place, data) SELECT id, ${place}::int, ${data} FROM file`;
  return stored === 1;
}
