import { ensureDependencies } from "./dependencies.mjs";
import { waitForLock } from "./file-lock.mjs";
import { ensureGeneratedClient } from "./generated-client.mjs";
import { inProject } from "./project.mjs";

/** Makes a checkout ready to run: dependencies and generated code. Quick when nothing changed. */
export async function setUp() {
  const lock = await waitForLock(inProject(".next", "set-up.lock"), "set-up");
  try {
    await ensureDependencies();
    await ensureGeneratedClient();
  } finally {
    lock.release();
  }
}
