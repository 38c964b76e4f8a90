/** Settles as the work does, or fails when it takes too long. */
export function within<T>(ms: number, work: Promise<T>, complaint: () => string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${complaint()} within ${ms / 1000} s`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
