/** `2026-11-25 22:01:35 UTC`. */
export function utc(moment: string): string {
  return `${moment.slice(0, 10)} ${moment.slice(11, 19)} UTC`;
}
