/** The name by which a waiver may have one finding alone. Apart from the table of findings: a bundle may need no more. */
export const findingKey = ({ id, subject }: { readonly id: string; readonly subject?: string }): string =>
  subject === undefined ? id : `${id}/${subject}`;
