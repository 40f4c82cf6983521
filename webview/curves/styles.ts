/** Dash patterns by age of a run, newest first: lines can be told apart without colour. */
export const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [10, 3, 2, 3], [4, 2], [1, 2]];

/** The same for the class names of the legend's samples. */
export const lineClasses: readonly string[] = ['line-new', 'line-before', 'line-old', 'line-3', 'line-4', 'line-5'];
