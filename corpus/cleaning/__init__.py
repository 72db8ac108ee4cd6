"""What is the article's own among the words of a page, mail or file; `clean` is the way in."""
