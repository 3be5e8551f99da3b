/** RFC 3339 with a capital T and Z (States language, "Timestamps"); fractions as far as Java reads them. */
const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** The moment in milliseconds; undefined for a text that is no timestamp, or a day that no calendar has. */
export function momentOf(text: string): number | undefined {
  const [, local] = TIMESTAMP.exec(text) ?? [];
  const moment = Date.parse(text);
  if (local === undefined || Number.isNaN(moment)) return undefined;
  // A thirtieth of February would be read as some day of March.
  const asUtc = Date.parse(`${local}Z`);
  return new Date(asUtc).toISOString().startsWith(local) ? moment : undefined;
}
