/** PayPal's two worlds, and the two ways to read transactions, in words. */
export const MODES = [
  { value: "live", label: "Live" },
  { value: "sandbox", label: "Sandbox (no real money)" },
];

export const READINGS = [
  { value: "rest", label: "REST (Transaction Search)" },
  { value: "nvp", label: "NVP" },
];
