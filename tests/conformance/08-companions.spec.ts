import { scenarioTests, test } from './conformance-test.js';

for (const { title, details, body } of scenarioTests('companions')) test(title, details, body);
