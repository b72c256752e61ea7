// The test runner puts its own BASE_URL, a path, into the environment; the product's is an address.
delete process.env.BASE_URL
