"""My school plan (PEP): my targets and my say, who helps, when it is looked at next.

A target is a goal of the plan "school" (`goals`), so who does what by when, promises and history
are the same everywhere. Looked at each term (statutory guidance *Promoting the education of
looked-after children*, 2018): the day by which comes from the clock `school_plan`. Who the
designated teacher is comes from the young person's own people.
"""
