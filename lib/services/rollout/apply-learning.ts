import { type Applied, changesOf } from "./applied";

/** Keeps what a station turned out to answer for all of its make and version, so that it is not tried on each of them. */
export async function learn({ unit, changes, jobs, at }: Applied): Promise<void> {
  const stations = new Map([...jobs.values()].map(({ station }) => [station.id, station]));
  for (const { stationId, plainUpdate, signedUpdate, statusTrigger } of changesOf(changes, "Learn")) {
    const station = stations.get(stationId);
    if (station === undefined || station.vendor === null || station.model === null) continue;
    const make = { vendor: station.vendor, model: station.model, firmwareVersion: station.version ?? "" };
    const learnt = {
      ...(plainUpdate === undefined ? {} : { plainUpdate }),
      ...(signedUpdate === undefined ? {} : { signedUpdate }),
      ...(statusTrigger === undefined ? {} : { statusTrigger }),
      learntAt: at,
    };
    await unit.tx.modelCapability.upsert({
      where: { vendor_model_firmwareVersion: make },
      create: { ...make, ...learnt },
      update: learnt,
    });
  }
}
