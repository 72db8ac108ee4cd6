"""Documents from the web, fetched politely and never from where a page must not lead; `documents` is the way in."""
