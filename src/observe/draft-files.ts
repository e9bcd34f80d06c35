/** What a run that observes writes into the folder of the reports, besides those. */
export const draftFiles = { document: 'observed.openapi.yaml', profile: 'observed-profile.yaml' } as const;
