import type { Money } from "@/api/types";

/** How many decimals the currency's major unit has; 2 for a code nobody knows. */
export function countDecimals(currency: string): number {
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Write an amount the way people of the browser's language do. */
export function formatMoney({ minor, currency }: Money, locale?: string): string {
  const major = minor / 10 ** countDecimals(currency);
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(major);
  } catch {
    return `${writeDecimal({ minor, currency })} ${currency}`;
  }
}

/** Write an amount as a plain decimal for an input, such as `9.99`. */
export function writeDecimal({ minor, currency }: Money): string {
  const decimals = countDecimals(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const sign = minor < 0 ? "-" : "";
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Read a decimal that a person typed (`9.99` or `9,99`); null when it is no such amount. */
export function readDecimal(text: string, currency: string): Money | null {
  const decimals = countDecimals(currency);
  const found = /^(\d{1,9})(?:[.,](\d*))?$/.exec(text.trim());
  if (!found) return null;
  const [, whole = "0", fraction = ""] = found;
  if (fraction.length > decimals) return null;
  return { minor: Number(whole + fraction.padEnd(decimals, "0")), currency };
}
