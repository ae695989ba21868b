"""The adaptive question bank: items, answers with confidence, mastery, Recharge."""
