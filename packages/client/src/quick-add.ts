/** Quick add's parser, as the server has it: it needs no request. It is apart from the client, so that only who uses it loads it. */
export * from '@tandem/api/quick-add'
