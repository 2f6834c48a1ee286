"""Assess: one question after the other, or one dimension per page; every answer is stored at once."""

from cxmaturity.ui.assess.answering import assessment_page

assessment_page()
