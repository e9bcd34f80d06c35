import { conformance } from './conformance-test.js';

conformance('malformed-requests');
