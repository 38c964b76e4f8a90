/** Processor time of processes, as Linux tells it; null elsewhere. */
import { readdirSync, readFileSync } from "node:fs";

/** Of `/proc/<pid>/stat`: Linux fixes it at 100 for user space. */
const TICKS_PER_SECOND = 100;

export type Meter = { readonly read: () => number | null };

/** One process without its children. */
export const processMeter = (pid: () => number): Meter => ({ read: () => secondsOf(pid(), false) });

/** A process with its children, also those that ended meanwhile: a PostgreSQL server and its backends. */
export const familyMeter = (pid: number | null): Meter => ({
  read: () => {
    if (pid === null) return null;
    const own = secondsOf(pid, true);
    if (own === null) return null;
    return childrenOf(pid).reduce((total, child) => total + (secondsOf(child, false) ?? 0), own);
  },
});

export function parentOf(pid: number): number | null {
  const parent = fieldsOf(pid)?.[1];
  return parent === undefined ? null : Number(parent);
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => fieldsOf(pid)?.[1] === String(parent));
}

function secondsOf(pid: number, withEnded: boolean): number | null {
  const fields = fieldsOf(pid);
  if (fields === null) return null;
  const ticks = (withEnded ? fields.slice(11, 15) : fields.slice(11, 13)).map(Number);
  return ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
}

/** From the state on: the name before it may hold blanks. */
function fieldsOf(pid: number): readonly string[] | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    return line.slice(line.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null; // gone meanwhile, or no Linux
  }
}
