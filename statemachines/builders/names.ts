import type { Contract } from '../../domain/contract.ts';

export const pascal = (words: string): string =>
  words.replaceAll(/(?:^|[-/])(\w)/g, (_, letter: string) => letter.toUpperCase());
export const verbNoun = ({ task }: Contract): string => task.split('/')[1] ?? task;
export const nameOf = (contract: Contract): string => pascal(verbNoun(contract));
/** The place of the ARN of a task's function, which the template fills in. */
export const functionArn = ({ task }: Contract): string => `\${${pascal(task)}FunctionArn}`;
