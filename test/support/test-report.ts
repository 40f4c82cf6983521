/** Begins each line of a test report, so that it can be told from the workbench's own log. Invisible in a terminal. */
export const reportMark = '\u2063';

/** Shows the tests' report; the workbench's own log, which is long and about other things, only when the run failed. */
export class TestReport {
  private readonly log: string[] = [];

  add(text: string): void {
    if (text.startsWith(reportMark)) console.log(text.slice(reportMark.length));
    else this.log.push(text);
  }

  showLog(): void {
    console.error(`\nThe last lines of the workbench's log:\n${this.log.slice(-40).join('\n')}`);
  }
}
