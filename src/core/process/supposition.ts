const words =
  /\b(?:suspect|suspicion|hypothesis|guess|bet|think|believe|suppose|assume|probably|perhaps|maybe|might|could)\b/i;

/** Whether somebody says what they suppose. A wrong suspicion holds none of the problem's concepts and is one all the same. */
export function isSupposition(text: string): boolean {
  return words.test(text);
}
