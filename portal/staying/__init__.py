"""Papers and steps of somebody who came here on their own, a plan for each answer, and whom they
look for."""
