/**
 * Preloaded (`node --import`) into every process that the launcher starts: ends the process when the
 * launcher is gone without having said so, as after `kill -9`, so that its ports are free again.
 */
const parent = process.ppid;

setInterval(() => {
  if (process.ppid === parent) return;
  process.kill(process.pid, "SIGTERM");
}, 250).unref();
