import type { Contract } from '../../domain/contract.ts';

export const pascal = (words: string): string =>
  words.replaceAll(/(?:^|[-/])(\w)/g, (_, letter: string) => letter.toUpperCase());
export const verbNoun = ({ task }: Contract): string => task.split('/')[1] ?? task;
export const nameOf = (contract: Contract): string => pascal(verbNoun(contract));
/** What the template puts the ARN of a task's function for. */
export const functionArn = ({ task }: Contract): string => `\${${pascal(task)}FunctionArn}`;
