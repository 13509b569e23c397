/** Return the colour of a bar that is so many percent full: it warns before nothing fits any more. */
export function colorOfFill(percent: number): string {
  if (percent >= 100) return "red";
  return percent >= 90 ? "orange" : "indigo";
}
