/** Waits in the machine's own time, between two looks at AWS. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
