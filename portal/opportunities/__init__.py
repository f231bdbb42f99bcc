"""Jobs, courses, mentors and groups, with their days; and a hello on lonely days."""
