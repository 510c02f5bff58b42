"""Mesa's face on the engine: delegations are agents, the negotiation is a model, a round a step."""
