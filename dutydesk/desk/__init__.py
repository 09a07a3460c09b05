"""The use cases: one module a capability. Each checks, asks the domain, and writes events in one transaction."""
