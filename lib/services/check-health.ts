import type { ServiceContext } from "./context";

const ANSWERS_WITHIN_MILLISECONDS = 3_000;

/** Does the database answer in time? */
export async function checkHealth(ctx: ServiceContext): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWERS_WITHIN_MILLISECONDS);
  });
  const asked = ctx.db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
  const isHealthy = await Promise.race([asked, tooLate]);
  clearTimeout(timer);
  return isHealthy;
}
