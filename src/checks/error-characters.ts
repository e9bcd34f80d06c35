/** RFC 6749 appendix A.7 and A.8: `1*NQSCHAR`, what error and error_description consist of. */
export const errorCharacters = /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/;
