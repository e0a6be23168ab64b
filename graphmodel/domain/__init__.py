"""The world of states, organizations, leaders and pacts: its tables, vocabularies, models and rules."""
