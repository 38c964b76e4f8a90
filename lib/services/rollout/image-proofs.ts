import { type ImageProof, proveRelease } from "../campaigns/require-image";
import type { ServiceContext } from "../context";

/** An older proof is none: the image is hashed again. */
const VALID_MS = 60_000;

export type ImageProofs = {
  /** What the image hashed to a moment ago; null while that is being found out, which this begins. */
  readonly proofOf: (releaseId: string) => ImageProof | null;
  /** Gives up what is being hashed, and waits until it has ended. */
  readonly stop: () => Promise<void>;
};

type Options = {
  /** Tried again when it is asked for again. */
  readonly onFailed: (releaseId: string, error: unknown) => void;
  /** A proof is there now. */
  readonly onProved?: () => void;
};

/**
 * Hashes images beside the rounds of the engine, one image at a time: a large one takes seconds, and no campaign waits
 * for the start of another. What it keeps may be lost at any time; it is found out again.
 */
export function createImageProofs(ctx: ServiceContext, { onFailed, onProved }: Options): ImageProofs {
  const proofs = new Map<string, { readonly proof: ImageProof; readonly at: number }>();
  const asked = new Set<string>();
  const giveUp = new AbortController();
  let last: Promise<void> = Promise.resolve();

  const prove = async (releaseId: string): Promise<void> => {
    try {
      giveUp.signal.throwIfAborted();
      const proof = await proveRelease(ctx, releaseId, giveUp.signal);
      proofs.set(releaseId, { proof, at: performance.now() });
      onProved?.();
    } catch (error) {
      if (!giveUp.signal.aborted) onFailed(releaseId, error);
    } finally {
      asked.delete(releaseId);
    }
  };

  return {
    proofOf: (releaseId) => {
      const known = proofs.get(releaseId);
      if (known !== undefined && performance.now() - known.at < VALID_MS) return known.proof;
      proofs.delete(releaseId);
      if (!asked.has(releaseId)) {
        asked.add(releaseId);
        last = last.then(() => prove(releaseId));
      }
      return null;
    },
    stop: async () => {
      giveUp.abort();
      await last;
    },
  };
}
