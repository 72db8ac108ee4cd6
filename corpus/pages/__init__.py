"""From a web page's HTML to its article's record; `html` is the way in."""
