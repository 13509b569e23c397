/* Chooses light or dark before the first paint, so that the page does not flash. */
(function () {
  var wanted = null;
  try {
    wanted = window.localStorage.getItem("mantine-color-scheme-value");
  } catch {
    wanted = null;
  }
  var isDark =
    wanted === "dark" ||
    (wanted !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", isDark ? "dark" : "light");
})();
