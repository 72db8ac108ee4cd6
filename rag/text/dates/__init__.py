"""The days that words stand for: a text and a day in, its `Period`s out, for questions and for sentences of news alike.

`periods_asked` reads a question on the day of asking, `periods_told` a sentence by the day of its article; `met` says
whether what one tells of is what the other asks for.
"""

from rag.text.dates.forms import DAY_LIKE
from rag.text.dates.meeting import met
from rag.text.dates.naming import named
from rag.text.dates.parser import periods_asked, periods_told
from rag.text.dates.periods import Period

__all__ = ["DAY_LIKE", "Period", "met", "named", "periods_asked", "periods_told"]
