"""Assess: one question after the other, or one dimension a page; every answer stored before the page says so."""

from cxmaturity.ui.assess.answering import assessment_page

assessment_page()
