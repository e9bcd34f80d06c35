/** What the fixture of a scenario and the reporter agree on; neither imports the other. */

/** The attachment by which a worker hands over its `ScenarioResult`, as JSON. */
export const verdictsAttachment = {
  name: 'verdicts',
  contentType: 'application/vnd.token-conformance+json',
} as const;

/** Description of the annotation `fail` that says: this test failed by its verdict. */
export const verdictMark = '@verdict';
