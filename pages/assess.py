"""Assess: one question after the other, or one dimension a page; every answer stored before the page says so."""

from cxmaturity.ui import keyboard, warming
from cxmaturity.ui.answering import answering

answering()
keyboard.listen()
warming.warm_charts()
