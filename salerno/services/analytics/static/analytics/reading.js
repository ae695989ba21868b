/* Says how long this page was in view, or what it plays ran, when it is left. The number is of the
   page, not of its reader. */
(() => {
  const { sent, deed } = document.currentScript.dataset;
  let since = null;
  let seen = 0;
  const settle = () => {
    if (since !== null) seen += performance.now() - since;
    since = null;
  };
  const begin = () => { since ??= performance.now(); };
  const tell = () => {
    if (seen >= 3000) navigator.sendBeacon(`${sent}?s=${Math.round(seen / 1000)}`);
  };
  const isSeen = () => document.visibilityState === "visible";
  if (deed === "watched") {
    for (const one of document.querySelectorAll("video, audio")) {
      one.addEventListener("playing", begin);
      for (const end of ["pause", "ended", "waiting"]) one.addEventListener(end, settle);
    }
  } else if (isSeen()) {
    begin();
  }
  document.addEventListener("visibilitychange", () => {
    if (isSeen()) {
      if (deed === "read") begin();
      return;
    }
    const runs = since !== null;
    settle();
    tell();
    if (runs && deed === "watched") begin();
  });
})();
