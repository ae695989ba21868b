/* Says how long this page was in view, when it is left. The number is of the page, not of its reader. */
(() => {
  const { sent } = document.currentScript.dataset;
  let since = document.visibilityState === "visible" ? performance.now() : null;
  let seen = 0;
  const settle = () => {
    if (since !== null) seen += performance.now() - since;
    since = null;
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      since = performance.now();
      return;
    }
    settle();
    if (seen >= 3000) navigator.sendBeacon(`${sent}?s=${Math.round(seen / 1000)}`);
  });
})();
