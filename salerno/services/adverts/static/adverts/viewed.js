/* Says once that half of a banner was in view for a second. It sends nothing else. */
(() => {
  const told = new WeakSet();
  const timers = new WeakMap();
  const watch = new IntersectionObserver((seen) => {
    for (const one of seen) {
      const banner = one.target;
      clearTimeout(timers.get(banner));
      if (one.intersectionRatio >= 0.5 && !told.has(banner)) {
        timers.set(banner, setTimeout(() => {
          told.add(banner);
          watch.unobserve(banner);
          navigator.sendBeacon(banner.dataset.viewed);
        }, 1000));
      }
    }
  }, { threshold: [0, 0.5] });
  for (const banner of document.querySelectorAll("[data-viewed]")) watch.observe(banner);
})();
