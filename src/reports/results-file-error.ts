/** A file of results is absent, altered, or not what a run of this or an earlier version wrote. The message is for people. */
export class ResultsFileError extends Error {
  override readonly name = 'ResultsFileError';
}
