import { conformance } from './conformance-test.js';

conformance('valid-grants');
