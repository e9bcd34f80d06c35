import { scenarioTests, test } from './conformance-test.js';

for (const { title, details, body } of scenarioTests('abuse')) test(title, details, body);
